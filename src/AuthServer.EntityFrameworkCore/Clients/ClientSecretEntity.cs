namespace AuthServer.EntityFrameworkCore.Clients;

/// <summary>The row of one of a client's secrets: its hash, never the secret.</summary>
public sealed class ClientSecretEntity
{
    public const int MaximumLabelLength = 128;

    public Guid Id { get; set; }

    public required string ClientId { get; set; }

    public required string Hash { get; set; }

    /// <summary>What tells it from the client's other secrets.</summary>
    public string Label { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }
}
