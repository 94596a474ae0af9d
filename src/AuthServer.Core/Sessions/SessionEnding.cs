using Microsoft.Extensions.Logging;

namespace AuthServer.Core.Sessions;

/// <summary>
/// The one way in which anything ends, from every door: the store applies all effects of an end in one transaction, and this is its only caller.
/// </summary>
public sealed partial class SessionEnding(ISessionStore store, SessionMetrics metrics, ILogger<SessionEnding> logger)
{
    /// <summary>False when there was no active session that met the conditions; then nothing was changed.</summary>
    public async Task<bool> EndAsync(EndSession end)
    {
        if (!await store.EndAsync(end))
        {
            return false;
        }

        metrics.Ended(end.Reason, count: 1);
        LogEnded(logger, end.Id, end.Reason, end.Actor);
        return true;
    }

    /// <summary>Ends all of a user's sessions. When it returns, no token of any of them is accepted here, and APIs learn of it through the feed.</summary>
    public async Task EndAllOfUserAsync(EndSessionsOfUser end, CancellationToken cancellationToken)
    {
        Announce(end, await store.EndAllOfUserAsync(end, cancellationToken));
    }

    /// <summary>Counts and logs an end that was decided in the transaction of what caused it.</summary>
    public void Announce(EndSessionsOfUser end, int count)
    {
        metrics.Ended(end.Reason, count);
        LogUserEnded(logger, end.UserId, count, end.Reason, end.Actor);
    }

    [LoggerMessage(2010, LogLevel.Information, "Session {Session} ended: {Reason}, by {Actor}")]
    private static partial void LogEnded(ILogger logger, SessionId session, EndReason reason, string actor);

    [LoggerMessage(2011, LogLevel.Information, "All {Count} sessions of user {UserId} ended: {Reason}, by {Actor}")]
    private static partial void LogUserEnded(ILogger logger, Users.UserId userId, int count, EndReason reason, string actor);
}
