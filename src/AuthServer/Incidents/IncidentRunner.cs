using System.Diagnostics;
using AuthServer.Core.Incidents;
using AuthServer.Core.Sessions;

namespace AuthServer.Incidents;

/// <summary>
/// Works incidents off, on every node: one batch after the other, with a pause twice as long as the batch took, so that refreshes keep at least two thirds of the database.
/// What it could not do it tries again; what a killed node had in hand, or one that goes on failing, another takes over when the lease is over.
/// </summary>
internal sealed partial class IncidentRunner(SessionEnding ending, IncidentSignal signal, ILogger<IncidentRunner> logger) : BackgroundService
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        IncidentLease? held = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            var (begun, before) = (Stopwatch.GetTimestamp(), held);
            held = await TurnAsync(before, stoppingToken);
            if (held is null || held == before)
            {
                // Nothing is to be done, or it could not be done.
                await signal.WaitAsync(LookInterval, stoppingToken);
            }
            else
            {
                var pause = 2 * Stopwatch.GetElapsedTime(begun);
                await Task.Delay(pause < LongestPause ? pause : LongestPause, stoppingToken);
            }
        }
    }

    /// <summary>What is in hand afterwards, if anything. Whatever went wrong was undone, so it still is what it was before, and the next look tries again.</summary>
    private async Task<IncidentLease?> TurnAsync(IncidentLease? held, CancellationToken cancellationToken)
    {
        try
        {
            if (await ending.EndBatchAsync(held, IncidentLease.Duration, cancellationToken) is not { } batch)
            {
                return null;
            }

            if (batch.Lease is null)
            {
                LogFinished(logger, batch.Incident.Id, batch.Incident.Ended, batch.Incident.Matched);
                signal.Raise();
            }

            return batch.Lease;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogTrouble(logger, exception);
            return held;
        }
    }

    [LoggerMessage(3401, LogLevel.Warning, "Incident {Incident} is finished: {Ended} of {Matched} sessions were ended, the others had ended before their turn")]
    private static partial void LogFinished(ILogger logger, IncidentId incident, int ended, int matched);

    [LoggerMessage(3402, LogLevel.Error, "An incident could not be worked off; another attempt follows")]
    private static partial void LogTrouble(ILogger logger, Exception exception);
}
