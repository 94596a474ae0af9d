using AuthServer.Core.Users;

namespace AuthServer.Core.Sessions;

/// <summary>A session with the state of its user and client, as one statement saw them together at <see cref="Now"/>, the storage's own clock.</summary>
public sealed record SessionSnapshot(Session Session, OwnerState User, OwnerState Client, UserClaims UserClaims, int ClientVersion, DateTimeOffset Now)
{
    /// <summary>Why the session no longer counts, or null while it does: its own end, its user's or its client's.</summary>
    public EndReason? Ended =>
        Session.EndedAt is not null ? Session.EndReason ?? EndReason.AdminRevoked
        : User.EndsWhatIsOlderThan(Session.UserEpoch, whenDisabled: EndReason.AccountDisabled)
            ?? Client.EndsWhatIsOlderThan(Session.ClientEpoch, whenDisabled: EndReason.ClientDisabled);

    /// <summary>Active, unexpired, and neither its user nor its client has moved on.</summary>
    public bool IsLive => Ended is null && Session.ExpiryAt(Now) is null;
}
