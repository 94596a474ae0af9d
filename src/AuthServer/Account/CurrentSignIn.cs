using AuthServer.Core.SignIns;

namespace AuthServer.Account;

/// <summary>The live sign-in that a request's cookie names.</summary>
/// <param name="IsPersistent">Whether the browser keeps the cookie when it is closed.</param>
public sealed record CurrentSignIn(SignInSnapshot Snapshot, bool IsPersistent)
{
    public SignIn SignIn => Snapshot.SignIn;

    /// <summary>Whether the user has shown a credential within <paramref name="period"/>, by the storage's own clock.</summary>
    public bool IsWithin(TimeSpan period) => Snapshot.Now - SignIn.AuthenticatedAt <= period;
}
