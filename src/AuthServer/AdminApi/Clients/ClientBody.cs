using AuthServer.Configuration;

namespace AuthServer.AdminApi.Clients;

/// <summary>A client as it is to be.</summary>
public sealed record ClientBody : INoted
{
    /// <summary>As the configuration declares one, but for its secrets.</summary>
    public required ClientDeclaration Settings { get; init; }

    /// <inheritdoc/>
    public string? Note { get; init; }
}
