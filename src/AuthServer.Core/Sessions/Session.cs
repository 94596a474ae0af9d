using AuthServer.Core.Clients;
using AuthServer.Core.SignIns;
using AuthServer.Core.Users;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Sessions;

/// <summary>
/// One sign-in of one user through one client, with every refresh token that descends from it. One row, however often it is refreshed.
/// </summary>
public sealed record Session
{
    public required SessionId Id { get; init; }

    public required UserId UserId { get; init; }

    /// <summary>The user's epoch at sign-in. Behind the user's own, the session has ended.</summary>
    public required int UserEpoch { get; init; }

    public required ClientId ClientId { get; init; }

    public required int ClientEpoch { get; init; }

    public SignInId? SignInId { get; init; }

    public required ScopeSet Scopes { get; init; }

    /// <summary>Who the access tokens are for when no scope is left out (RFC 9068 §3).</summary>
    public required ScopeSet Audiences { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset AuthenticatedAt { get; init; }

    public required string Acr { get; init; }

    /// <summary>Space-separated values of RFC 8176.</summary>
    public required string Amr { get; init; }

    /// <summary>How many times the session has rotated.</summary>
    public required uint Generation { get; init; }

    /// <summary>Null when the sign-in was granted no refresh token.</summary>
    public TokenHash? TokenHash { get; init; }

    public TokenHash? PredecessorHash { get; init; }

    /// <summary>Drawn at the last rotation; with the predecessor it yields the current token.</summary>
    public byte[] Salt { get; init; } = [];

    /// <summary>The key under which the current token was derived.</summary>
    public byte KeyId { get; init; }

    public DateTimeOffset RotatedAt { get; init; }

    /// <summary>How often the predecessor was presented again in this generation.</summary>
    public int Retries { get; init; }

    /// <summary>Consecutive generations with a retry from elsewhere, this one included once it has one.</summary>
    public int RetryStreak { get; init; }

    /// <summary>Whether this generation has had a retry from elsewhere.</summary>
    public bool ForeignRetry { get; init; }

    public required DateTimeOffset IdleExpiresAt { get; init; }

    public required DateTimeOffset AbsoluteExpiresAt { get; init; }

    /// <summary>The DPoP key that every presentation must prove (RFC 9449 §5); fixed at creation, null when not bound.</summary>
    public string? ProofKeyThumbprint { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public EndReason? EndReason { get; init; }

    /// <summary>The streak that this generation inherited: what decides whether it has a retry window at all.</summary>
    public int InheritedStreak => ForeignRetry ? RetryStreak - 1 : RetryStreak;

    /// <summary>When the current refresh token stops working if it is not used.</summary>
    public DateTimeOffset ExpiresAt => IdleExpiresAt < AbsoluteExpiresAt ? IdleExpiresAt : AbsoluteExpiresAt;

    public EndReason? ExpiryAt(DateTimeOffset now) => ExpiryAt(IdleExpiresAt, AbsoluteExpiresAt, now);

    public static EndReason? ExpiryAt(DateTimeOffset idle, DateTimeOffset absolute, DateTimeOffset now) =>
        absolute <= now ? Sessions.EndReason.AbsoluteExpired
        : idle <= now ? Sessions.EndReason.IdleExpired
        : null;
}
