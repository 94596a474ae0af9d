using AuthServer.Core.Sessions;

namespace AuthServer.Core.SignIns;

/// <summary>Where browser sign-ins are kept. Each verb is atomic, and every stored or compared instant is the storage's own at execution.</summary>
public interface ISignInStore
{
    /// <summary>Records a sign-in while its user still is what was seen; null when the user's epoch has moved, or the user is disabled or locked out.</summary>
    Task<SignInSnapshot?> CreateAsync(NewSignIn signIn, CancellationToken cancellationToken);

    /// <summary>The sign-in as the primary has it now, or null.</summary>
    Task<SignInSnapshot?> FindAsync(SignInId id, CancellationToken cancellationToken);

    /// <summary>The user has shown a credential again: <c>auth_time</c> is now, with this context. Null when the sign-in is not live.</summary>
    Task<SignInSnapshot?> RaiseAsync(SignInId id, string acr, string amr, CancellationToken cancellationToken);

    /// <summary>
    /// Notes that the browser came with an active sign-in, unless that was noted within the last <paramref name="pause"/>: of many requests at once, one writes.
    /// False when nothing was to be noted.
    /// </summary>
    Task<bool> NoteSeenAsync(SignInId id, TimeSpan pause, CancellationToken cancellationToken);

    /// <summary>Ends an active sign-in with every session under it, feed, audit and logout messages included; null when it was not active, else the sessions that ended.</summary>
    Task<IReadOnlyList<SessionId>?> EndAsync(EndSignIn command);
}
