using AuthServer.Core.SignIns;
using AuthServer.Core.Users;

namespace AuthServer.Core.Sessions;

/// <summary>The end of everything that a user has open, decided by raising the user's epoch. What is kept follows the epoch in the same transaction.</summary>
/// <param name="Actor">Who ended it: <c>client:…</c>, <c>user:…</c>, <c>admin:…</c>, <c>operator:…</c> or <c>server</c>.</param>
public sealed record EndSessionsOfUser(UserId UserId, EndReason Reason, string Actor, Caller Caller)
{
    /// <summary>A sign-in that goes on, with the sessions under it: everything but this device. What had ended already is not revived.</summary>
    public SignInId? Kept { get; init; }

    /// <summary>A session that goes on by itself, as one that started from no sign-in.</summary>
    public SessionId? KeptSession { get; init; }

    /// <summary>What whoever ended it noted beside it; kept in audit.</summary>
    public string? Note { get; init; }
}
