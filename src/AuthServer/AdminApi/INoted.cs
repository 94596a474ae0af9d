namespace AuthServer.AdminApi;

/// <summary>An order that carries a word why.</summary>
public interface INoted
{
    /// <summary>Kept in audit; at most 1024 characters.</summary>
    string? Note { get; }
}
