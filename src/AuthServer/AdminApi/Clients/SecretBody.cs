namespace AuthServer.AdminApi.Clients;

/// <summary>A secret that is to be made.</summary>
public sealed record SecretBody : INoted
{
    /// <summary>What tells it from the client's other secrets.</summary>
    public string Label { get; init; } = "";

    /// <summary>Null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <inheritdoc/>
    public string? Note { get; init; }
}
