namespace AuthServer.Core.Sessions;

/// <summary>
/// How many sessions end at once. Every stored or compared instant is the storage's own at execution. <see cref="SessionEnding"/> is the only caller.
/// </summary>
public interface ISessionEnds
{
    /// <summary>
    /// Raises the user's epoch with feed and audit in one transaction, which decides, and in which what is kept follows it; then marks the rows of sessions
    /// and sign-ins in batches of at most 500, with logout messages. Returns how many sessions were marked.
    /// </summary>
    Task<int> EndAllOfUserAsync(EndSessionsOfUser command, CancellationToken cancellationToken);

    /// <summary>
    /// Ends every active session of one user at one client in batches of at most 500, each with feed, audit and logout messages in one transaction.
    /// Returns how many ended.
    /// </summary>
    Task<int> EndOfUserAtClientAsync(EndSessionsAtClient command, CancellationToken cancellationToken);

    /// <summary>
    /// Raises the client's epoch and version with feed and audit in one transaction, which decides; then marks the rows of its sessions in batches of at
    /// most 500, with logout messages unless it is disabled. Returns how many were marked.
    /// </summary>
    Task<int> EndAllOfClientAsync(EndSessionsOfClient command, CancellationToken cancellationToken);

    /// <summary>
    /// Goes on with an end of a user's or client's sessions that was decided a minute ago or more, and whose rows could not all be marked, since whoever ended
    /// it died or failed: marks up to 500 of them, with the reason, actor and note that it was decided with. Null when there is none after
    /// <paramref name="after"/>, which is 0 at first.
    /// </summary>
    Task<MarkSweep?> MarkLeftAsync(long after, CancellationToken cancellationToken);

    /// <summary>
    /// Ends those of the chosen sessions that are active in batches of at most 500, each with sign-ins, feed, audit and logout messages in one transaction.
    /// Returns how many ended.
    /// </summary>
    Task<int> EndManyAsync(EndSessions command, CancellationToken cancellationToken);
}
