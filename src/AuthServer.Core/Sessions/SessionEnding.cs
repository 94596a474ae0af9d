using AuthServer.Core.Clients;
using AuthServer.Core.Incidents;
using AuthServer.Core.SignIns;
using AuthServer.Core.Users;
using Microsoft.Extensions.Logging;

namespace AuthServer.Core.Sessions;

/// <summary>
/// The one way in which anything ends, from every door: the stores apply all effects of an end in one transaction, and this is their only caller.
/// What is done to an account or a client decides over its sessions in a transaction of its own, and is announced here.
/// </summary>
public sealed partial class SessionEnding(
    ISessionStore store,
    ISessionEnds ends,
    ISignInStore signIns,
    ISessionExpiry expiry,
    IIncidentStore incidents,
    SessionMetrics metrics,
    EndSignal ended,
    ILogger<SessionEnding> logger)
{
    /// <summary>False when there was no active session that met the conditions; then nothing was changed.</summary>
    public async Task<bool> EndAsync(EndSession end)
    {
        if (!await store.EndAsync(end))
        {
            return false;
        }

        Count(end.Reason, 1);
        LogEnded(logger, end.Id, end.Reason, end.Actor);
        return true;
    }

    /// <summary>Ends a browser's sign-in and every session under it. False when it was not active; then nothing was changed.</summary>
    public async Task<bool> EndSignInAsync(EndSignIn end)
    {
        if (await signIns.EndAsync(end) is not { } sessions)
        {
            return false;
        }

        Count(end.Reason, sessions.Count);
        LogSignInEnded(logger, end.Id, sessions.Count, end.Reason, end.Actor);
        return true;
    }

    /// <summary>
    /// Ends all of a user's sessions but what is kept. When it returns, no token of any other is accepted here, and APIs learn of it through the feed.
    /// Returns how many there were.
    /// </summary>
    public async Task<int> EndAllOfUserAsync(EndSessionsOfUser end, CancellationToken cancellationToken)
    {
        var count = await ends.EndAllOfUserAsync(end, cancellationToken);
        Announce(end, count);
        return count;
    }

    /// <summary>Ends a user's sessions at one client; those at other clients go on, and so do the sign-ins. Returns how many ended.</summary>
    public async Task<int> EndOfUserAtClientAsync(EndSessionsAtClient end, CancellationToken cancellationToken)
    {
        var count = await ends.EndOfUserAtClientAsync(end, cancellationToken);
        Count(end.Reason, count);
        LogEndedAtClient(logger, end.UserId, end.ClientId, count, end.Reason, end.Actor);
        return count;
    }

    /// <summary>Ends all sessions of a client, whoever's they are, and its unspent codes; the sign-ins go on. Returns how many there were.</summary>
    public async Task<int> EndAllOfClientAsync(EndSessionsOfClient end, CancellationToken cancellationToken)
    {
        var count = await ends.EndAllOfClientAsync(end, cancellationToken);
        Announce(end, count);
        return count;
    }

    /// <summary>Ends chosen sessions, one or many, with the sign-ins that they started from unless these are to go on. Returns how many ended.</summary>
    public async Task<int> EndManyAsync(EndSessions end, CancellationToken cancellationToken)
    {
        var count = await ends.EndManyAsync(end, cancellationToken);
        Count(end.Reason, count);
        LogManyEnded(logger, count, end.Reason, end.Actor);
        return count;
    }

    /// <summary>Ends some of the sessions of an incident; null when no incident is to be worked off by this node.</summary>
    /// <param name="held">What the turn before has left in hand, or null.</param>
    /// <param name="lease">How long the incident stays in hand, from the beginning of this turn.</param>
    public async Task<IncidentBatch?> EndBatchAsync(IncidentLease? held, TimeSpan lease, CancellationToken cancellationToken)
    {
        if (await incidents.EndBatchAsync(held, lease, cancellationToken) is not { } batch)
        {
            return null;
        }

        Count(EndReason.Incident, batch.Ended);
        LogBatchEnded(logger, batch.Incident.Id, batch.Ended, batch.Incident.Ended, batch.Incident.Matched);
        return batch;
    }

    /// <summary>Marks a batch of what a user's or client's epoch has ended and nobody has marked; null when there is none left. The first time after 0.</summary>
    public async Task<long?> MarkLeftAsync(long after, CancellationToken cancellationToken)
    {
        if (await ends.MarkLeftAsync(after, cancellationToken) is not { } sweep)
        {
            return null;
        }

        if (sweep.Ended > 0)
        {
            Count(sweep.Reason, sweep.Ended);
            LogMarked(logger, sweep.Ended, sweep.Reason);
        }

        return sweep.Next;
    }

    /// <summary>Ends a batch of sessions that have passed their absolute expiry; 0 when there is nothing left to take.</summary>
    public async Task<int> EndPastAbsoluteExpiryAsync(CancellationToken cancellationToken)
    {
        var count = await expiry.EndPastAbsoluteAsync(cancellationToken);
        AnnounceExpired(EndReason.AbsoluteExpired, count);
        return count;
    }

    /// <summary>Looks at a batch of a client's sessions, and ends those that have passed their idle expiry.</summary>
    public async Task<IdleSweep> EndIdleAsync(IdleLimit limit, SweepPosition? after, CancellationToken cancellationToken)
    {
        var sweep = await expiry.EndIdleAsync(limit, after, cancellationToken);
        AnnounceExpired(EndReason.IdleExpired, sweep.Ended);
        return sweep;
    }

    /// <summary>Ends a batch of browser sign-ins that have expired; 0 when there is nothing left to take.</summary>
    public async Task<int> EndExpiredSignInsAsync(CancellationToken cancellationToken)
    {
        var count = await expiry.EndSignInsAsync(cancellationToken);
        if (count > 0)
        {
            LogSignInsExpired(logger, count);
        }

        return count;
    }

    /// <summary>Counts and logs an end that was decided in the transaction of what caused it.</summary>
    public void Announce(EndSessionsOfUser end, int count)
    {
        Count(end.Reason, count);
        LogUserEnded(logger, end.UserId, count, end.Reason, end.Actor);
    }

    /// <inheritdoc cref="Announce(EndSessionsOfUser, int)"/>
    public void Announce(EndSessionsOfClient end, int count)
    {
        Count(end.Reason, count);
        LogClientEnded(logger, end.ClientId, count, end.Reason, end.Actor);
    }

    /// <summary>Logs that a user's access tokens have ended, which was decided in the transaction of what caused it; nothing else has.</summary>
    public void Announce(EndTokensOfUser end)
    {
        ended.Raise();
        LogTokensEnded(logger, end.UserId, end.Actor);
    }

    private void AnnounceExpired(EndReason reason, int count)
    {
        if (count > 0)
        {
            Count(reason, count);
            LogExpired(logger, count, reason);
        }
    }

    /// <summary>Clients and APIs that are to be told need not wait until this node looks by itself.</summary>
    private void Count(EndReason reason, int count)
    {
        metrics.Ended(reason, count);
        ended.Raise();
    }

    [LoggerMessage(2010, LogLevel.Information, "Session {Session} ended: {Reason}, by {Actor}")]
    private static partial void LogEnded(ILogger logger, SessionId session, EndReason reason, string actor);

    [LoggerMessage(2011, LogLevel.Information, "All {Count} sessions of user {UserId} ended: {Reason}, by {Actor}")]
    private static partial void LogUserEnded(ILogger logger, UserId userId, int count, EndReason reason, string actor);

    [LoggerMessage(2012, LogLevel.Information, "Sign-in {SignIn} ended with {Count} sessions: {Reason}, by {Actor}")]
    private static partial void LogSignInEnded(ILogger logger, SignInId signIn, int count, EndReason reason, string actor);

    [LoggerMessage(2013, LogLevel.Information, "The {Count} sessions of user {UserId} at client {ClientId} ended: {Reason}, by {Actor}")]
    private static partial void LogEndedAtClient(ILogger logger, UserId userId, ClientId clientId, int count, EndReason reason, string actor);

    [LoggerMessage(2018, LogLevel.Information, "{Count} sessions ended: {Reason}")]
    private static partial void LogExpired(ILogger logger, int count, EndReason reason);

    [LoggerMessage(2019, LogLevel.Information, "{Count} browser sign-ins expired")]
    private static partial void LogSignInsExpired(ILogger logger, int count);

    [LoggerMessage(2014, LogLevel.Information, "All {Count} sessions of client {ClientId} ended: {Reason}, by {Actor}")]
    private static partial void LogClientEnded(ILogger logger, ClientId clientId, int count, EndReason reason, string actor);

    [LoggerMessage(2015, LogLevel.Information, "{Count} chosen sessions ended: {Reason}, by {Actor}")]
    private static partial void LogManyEnded(ILogger logger, int count, EndReason reason, string actor);

    [LoggerMessage(2016, LogLevel.Information, "Incident {Incident}: {Count} sessions ended, {Total} of {Matched} so far")]
    private static partial void LogBatchEnded(ILogger logger, IncidentId incident, int count, int total, int matched);

    [LoggerMessage(2023, LogLevel.Warning, "{Count} sessions, whose end had been left half done, are marked: {Reason}")]
    private static partial void LogMarked(ILogger logger, int count, EndReason reason);

    [LoggerMessage(2017, LogLevel.Information, "What user {UserId} may has changed, and what was issued before says so no longer, by {Actor}")]
    private static partial void LogTokensEnded(ILogger logger, UserId userId, string actor);
}
