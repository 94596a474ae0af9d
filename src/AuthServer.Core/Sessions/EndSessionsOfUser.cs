using AuthServer.Core.Users;

namespace AuthServer.Core.Sessions;

/// <summary>The end of everything that a user has open, decided by raising the user's epoch.</summary>
public sealed record EndSessionsOfUser(UserId UserId, EndReason Reason, string Actor, Caller Caller)
{
    /// <summary>What whoever ended it noted beside it; kept in audit.</summary>
    public string? Note { get; init; }
}
