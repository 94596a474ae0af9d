using System.Collections.Immutable;
using AuthServer.Core.Clients;
using AuthServer.Core.Proofs;
using AuthServer.Core.Sessions;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Tokens;

/// <summary>What an access token says (RFC 9068 §2.2).</summary>
public sealed record AccessTokenContent
{
    /// <summary>The user's id, or the client's own where there is no user (RFC 9068 §5).</summary>
    public required string Subject { get; init; }

    public required ClientId ClientId { get; init; }

    public required int ClientEpoch { get; init; }

    public required ScopeSet Scopes { get; init; }

    /// <summary>Who the token is for; empty: this server alone.</summary>
    public required ScopeSet Audiences { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>No token outlives this: the end of its session, or the token that it was exchanged for.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    public required TimeSpan Lifetime { get; init; }

    /// <summary>What the token has of a user's session; null for a client's own token.</summary>
    public SessionClaims? Session { get; init; }

    public KeyBinding Binding { get; init; } = KeyBinding.None;

    /// <summary>Who acts for the subject, the nearest first, each a client's id (RFC 8693 §4.1).</summary>
    public ImmutableArray<string> Actors { get; init; } = [];

    /// <summary>The clients that the token was exchanged through, the session's own first: it ends with each of them.</summary>
    public ImmutableArray<OriginClient> Origins { get; init; } = [];

    /// <summary>The part of an access token that comes from a user's session.</summary>
    /// <param name="Roles">Null when the scopes do not ask for them.</param>
    public sealed record SessionClaims(SessionId Id, int UserEpoch, DateTimeOffset AuthenticatedAt, string Acr, string Amr, ImmutableArray<string>? Roles);
}
