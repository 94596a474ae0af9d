namespace AuthServer.AdminApi.Keys;

/// <summary>Which key is to be followed by a new one.</summary>
public sealed record KeyRotationBody : INoted
{
    /// <summary>Such as ES256.</summary>
    public required string Algorithm { get; init; }

    /// <inheritdoc/>
    public string? Note { get; init; }
}
