using AuthServer.Core.Clients;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Authorization;

/// <summary>An authorization request that has passed every check that needs no user (RFC 6749 §4.1.1, OIDC Core §3.1.2.1).</summary>
public sealed record AuthorizationRequest
{
    public required ClientRegistration Client { get; init; }

    public required ReturnAddress ReturnTo { get; init; }

    /// <summary>As the request named it; null when the client's only registered one stands in. The token request must name it alike (RFC 6749 §4.1.3).</summary>
    public string? RedirectUri { get; init; }

    public required ScopeSet Scopes { get; init; }

    /// <summary>Null when the request names none.</summary>
    public ScopeSet? Resources { get; init; }

    public required string CodeChallenge { get; init; }

    public string? Nonce { get; init; }

    public IReadOnlySet<string> Prompts { get; init; } = new HashSet<string>();

    public TimeSpan? MaximumAge { get; init; }

    public IReadOnlyList<string> AcrValues { get; init; } = [];

    public string? LoginHint { get; init; }

    public string? UiLocales { get; init; }

    /// <summary>The user whom an ID token of ours names, and nobody else may answer (OIDC Core §3.1.2.1).</summary>
    public string? HintedSubject { get; init; }

    /// <summary>The key that the code is bound to (RFC 9449 §10).</summary>
    public string? ProofKeyThumbprint { get; init; }
}
