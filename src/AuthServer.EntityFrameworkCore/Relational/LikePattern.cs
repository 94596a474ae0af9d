namespace AuthServer.EntityFrameworkCore.Relational;

/// <summary>Text that is looked for by a part of it: what people type means itself alone in a pattern.</summary>
public static class LikePattern
{
    public const string Escape = "\\";

    /// <summary>A collation of SQL Server in which the case does not count; the columns' own are ordinal.</summary>
    public const string AnyCase = "Latin1_General_100_CI_AS";

    /// <summary>What contains <paramref name="part"/>.</summary>
    public static string Containing(string part) => "%" + part
        .Replace(Escape, Escape + Escape, StringComparison.Ordinal)
        .Replace("%", Escape + "%", StringComparison.Ordinal)
        .Replace("_", Escape + "_", StringComparison.Ordinal)
        .Replace("[", Escape + "[", StringComparison.Ordinal) + "%";
}
