using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Sessions;

/// <summary>What a committed grant hands on to be minted.</summary>
/// <param name="RefreshToken">Null when none is granted.</param>
public sealed record GrantedSession(SessionSnapshot Snapshot, ScopeSet Scopes, RefreshToken? RefreshToken)
{
    /// <summary>The audiences that this request wants its access token for (RFC 8707 §2.2); null: all of the session's.</summary>
    public ScopeSet? Resources { get; init; }

    /// <summary>An ID token is given if the scopes have <c>openid</c>.</summary>
    public bool WantsIdToken { get; init; }

    /// <summary>Of the authorization request.</summary>
    public string? Nonce { get; init; }
}
