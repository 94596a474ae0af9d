namespace AuthServer.EntityFrameworkCore.Relational;

/// <summary>Text that is looked for by a part of it: what people type means itself alone in a pattern.</summary>
public static class LikePattern
{
    public const string Escape = "\\";

    public static string Escaped(string part) => part
        .Replace(Escape, Escape + Escape, StringComparison.Ordinal)
        .Replace("%", Escape + "%", StringComparison.Ordinal)
        .Replace("_", Escape + "_", StringComparison.Ordinal)
        .Replace("[", Escape + "[", StringComparison.Ordinal);
}
