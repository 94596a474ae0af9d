using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIns;
using AuthServer.Core.Users;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.SessionDirectory;

/// <summary>A session as it is shown to people: what it is, where it is used, and what has become of it. Nothing of its tokens, not even a hash.</summary>
public sealed record SessionEntry
{
    public required SessionId Id { get; init; }

    public required UserId UserId { get; init; }

    /// <summary>Null when the account is gone.</summary>
    public string? UserName { get; init; }

    public required ClientId ClientId { get; init; }

    /// <summary>The client's name for people, or its id.</summary>
    public required string ClientName { get; init; }

    public SignInId? SignInId { get; init; }

    public required ScopeSet Scopes { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset AuthenticatedAt { get; init; }

    public required string Acr { get; init; }

    public required string Amr { get; init; }

    /// <summary>False when the sign-in was granted no refresh token.</summary>
    public required bool HasRefreshToken { get; init; }

    /// <summary>Whether its refresh token is bound to a key (RFC 9449 §5).</summary>
    public required bool IsKeyBound { get; init; }

    public required long Generation { get; init; }

    public required DateTimeOffset RotatedAt { get; init; }

    public required int Retries { get; init; }

    public required int RetryStreak { get; init; }

    public required DateTimeOffset LastUsedAt { get; init; }

    public required DateTimeOffset IdleExpiresAt { get; init; }

    public required DateTimeOffset AbsoluteExpiresAt { get; init; }

    public required string CreatedIp { get; init; }

    public required string CreatedUserAgent { get; init; }

    public required string LastIp { get; init; }

    public required string LastUserAgent { get; init; }

    /// <summary>When it was marked as ended; null while it is not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it no longer counts, by its own row or its user's or client's; null while it does.</summary>
    public EndReason? EndReason { get; init; }

    /// <summary>Who ended it; null when it was its user's or client's end, or time.</summary>
    public string? EndedBy { get; init; }

    public SessionState State => EndReason is null ? SessionState.Active : SessionState.Ended;

    public SessionCursor Cursor => new(CreatedAt, Id);
}
