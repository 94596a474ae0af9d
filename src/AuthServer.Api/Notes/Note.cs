namespace AuthServer.Api.Notes;

/// <summary>A note of one owner.</summary>
public sealed record Note(Guid Id, string Title, string Text, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);
