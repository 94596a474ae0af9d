using AuthServer.Core.Sessions;
using AuthServer.Core.Users;

namespace AuthServer.Core.SignIns;

/// <summary>A sign-in with the state of its user, as one statement saw them together at <see cref="Now"/>, the storage's own clock.</summary>
public sealed record SignInSnapshot(SignIn SignIn, OwnerState User, UserClaims UserClaims, DateTimeOffset Now)
{
    /// <summary>Why the sign-in no longer counts, or null while it does.</summary>
    public EndReason? Ended =>
        SignIn.EndedAt is not null ? SignIn.EndReason ?? EndReason.AdminRevoked
        : User.EndsWhatIsOlderThan(SignIn.UserEpoch, whenDisabled: EndReason.AccountDisabled)
            ?? (SignIn.ExpiresAt <= Now ? EndReason.AbsoluteExpired : null);

    public bool IsLive => Ended is null;
}
