namespace AuthServer.AdminApi;

/// <summary>An order that needs nothing but, perhaps, a word why.</summary>
public sealed record NoteBody : INoted
{
    /// <inheritdoc/>
    public string? Note { get; init; }
}
