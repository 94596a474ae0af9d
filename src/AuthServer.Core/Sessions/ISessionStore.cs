namespace AuthServer.Core.Sessions;

/// <summary>
/// Where sessions are kept. Each verb is atomic, and every stored or compared instant is the storage's own at execution.
/// Implementations are proven by one contract suite.
/// </summary>
public interface ISessionStore
{
    /// <summary>
    /// Creates the session while its user and client still are what was seen; holds both rows against a concurrent end until it is in.
    /// Not applied when the user's epoch, the client's epoch or version has moved, or either is disabled, or the user is locked out; nor when
    /// <see cref="NewSession.SignInId"/> has ended or <see cref="NewSession.Spends"/> cannot be spent. What is not applied spends nothing.
    /// </summary>
    Task<SessionWrite> CreateAsync(NewSession session, CancellationToken cancellationToken);

    /// <summary>Replaces the current refresh token by its successor: one conditional statement. Not cancellable, for its outcome must be known.</summary>
    Task<SessionWrite> RotateAsync(RotateSession rotation);

    /// <summary>
    /// Refreshes under the conditions of a rotation and leaves the current token valid: one conditional statement. Never <see cref="SessionWrite.Unknown"/>
    /// to be resolved: repeat it.
    /// </summary>
    Task<SessionWrite> KeepAsync(KeepSession keep);

    /// <summary>Counts one more presentation of the predecessor: one conditional statement. Never <see cref="SessionWrite.Unknown"/> to be resolved: repeat it.</summary>
    Task<SessionWrite> RetryAsync(RetrySession retry);

    /// <summary>The session as the primary has it now, or null.</summary>
    Task<SessionSnapshot?> FindAsync(SessionId id, CancellationToken cancellationToken);

    /// <summary>Ends an active session with feed, audit and logout message in one transaction; false when it was not active or a condition of <paramref name="command"/> did not hold.</summary>
    Task<bool> EndAsync(EndSession command);
}
