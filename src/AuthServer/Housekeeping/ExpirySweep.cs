using AuthServer.Core.Activity;
using AuthServer.Core.Sessions;

namespace AuthServer.Housekeeping;

/// <summary>
/// Marks as ended what has expired and nobody has come back to, and what was ended by a user's or client's epoch when whoever did it died before all was marked,
/// so that lists are true and clients are told. No token depends on it: such a session is refused by its own row or its owner's, whether it is marked or not.
/// </summary>
internal sealed class ExpirySweep(
    LeasedWork work, ISessionExpiry expiry, SessionEnding ending, IActivityHistory activity, HousekeepingPace pace, TimeProvider time) : BackgroundService
{
    public const string Lease = "expiry";

    // Counting takes at most so much of the time; with many millions of sessions a sample is taken less often than every minute.
    private const int SampleInProportion = 50;

    private DateTimeOffset _nextSample;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => work.RunAsync(Lease, pace.Expiry, SweepAsync, stoppingToken);

    /// <summary>
    /// What others have ended first, for what has expired as well ended by that; then absolute expiries, for the same reason.
    /// </summary>
    private async Task SweepAsync(LeasedTurn turn)
    {
        var stoppingToken = turn.StoppingToken;
        var left = 0L;
        await turn.RepeatAsync(async () =>
        {
            var next = await ending.MarkLeftAsync(left, stoppingToken);
            left = next ?? left;
            return next is not null;
        });
        await turn.RepeatAsync(async () => await ending.EndPastAbsoluteExpiryAsync(stoppingToken) > 0);
        foreach (var limit in await expiry.ListIdleLimitsAsync(stoppingToken))
        {
            SweepPosition? position = null;
            await turn.RepeatAsync(async () => (position = (await ending.EndIdleAsync(limit, position, stoppingToken)).Next) is not null);
        }

        await turn.RepeatAsync(async () => await ending.EndExpiredSignInsAsync(stoppingToken) > 0);
        await SampleAsync(stoppingToken);
    }

    private async Task SampleAsync(CancellationToken stoppingToken)
    {
        var now = time.GetUtcNow();
        if (now < _nextSample)
        {
            return;
        }

        var begun = time.GetTimestamp();
        await activity.SampleActiveSessionsAsync(new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero), stoppingToken);
        _nextSample = now + (time.GetElapsedTime(begun) * SampleInProportion);
    }
}
