using AuthServer.Core.Users;

namespace AuthServer.Core.Sessions;

/// <summary>
/// The end of a user's access tokens alone, as when a role is taken away: sessions, sign-ins and refresh tokens go on, and the next refresh says what the
/// user may now.
/// </summary>
/// <param name="Actor">Who caused it: <c>user:…</c>, <c>admin:…</c>, <c>operator:…</c> or <c>server</c>.</param>
public sealed record EndTokensOfUser(UserId UserId, string Actor, Caller Caller)
{
    /// <summary>What whoever caused it noted beside it; kept in audit.</summary>
    public string? Note { get; init; }
}
