namespace AuthServer.Core.Authorization;

/// <summary>What an authorization code stands for, as it is kept beside the code's hash.</summary>
public sealed record AuthorizationCode
{
    public required string Scopes { get; init; }

    /// <summary>Null when the request named none.</summary>
    public string? Resources { get; init; }

    /// <summary>As the request named it (RFC 6749 §4.1.3).</summary>
    public string? RedirectUri { get; init; }

    public required string CodeChallenge { get; init; }

    public string? Nonce { get; init; }

    public required string Acr { get; init; }

    public required string Amr { get; init; }

    public required DateTimeOffset AuthenticatedAt { get; init; }

    public required Guid SignInId { get; init; }

    /// <summary>The key that must be proven to spend the code (RFC 9449 §10).</summary>
    public string? ProofKeyThumbprint { get; init; }
}
