using System.Diagnostics;
using AuthServer.Core.Incidents;
using AuthServer.Core.Sessions;

namespace AuthServer.Incidents;

/// <summary>
/// Works incidents off, on every node: one batch after the other, with a pause as long as the batch took, so that refreshes keep at least half of the database.
/// What a killed node had in hand, another goes on with when the lease is over.
/// </summary>
internal sealed partial class IncidentRunner(SessionEnding ending, IncidentSignal signal, ILogger<IncidentRunner> logger) : BackgroundService
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    // Longer than the longest search and the longest pause together: only what was abandoned is taken over.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        IncidentLease? held = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            var begun = Stopwatch.GetTimestamp();
            held = await TurnAsync(held, stoppingToken);
            if (held is null)
            {
                await signal.WaitAsync(LookInterval, stoppingToken);
            }
            else
            {
                var took = Stopwatch.GetElapsedTime(begun);
                await Task.Delay(took < LongestPause ? took : LongestPause, stoppingToken);
            }
        }
    }

    /// <summary>What is in hand afterwards, if anything. Whatever went wrong, the next look tries again.</summary>
    private async Task<IncidentLease?> TurnAsync(IncidentLease? held, CancellationToken cancellationToken)
    {
        try
        {
            if (await ending.EndBatchAsync(held, Lease, cancellationToken) is not { } batch)
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
            return null;
        }
    }

    [LoggerMessage(3401, LogLevel.Warning, "Incident {Incident} is finished: {Ended} of {Matched} sessions were ended, the others had ended by themselves")]
    private static partial void LogFinished(ILogger logger, IncidentId incident, int ended, int matched);

    [LoggerMessage(3402, LogLevel.Error, "An incident could not be worked off; another attempt follows")]
    private static partial void LogTrouble(ILogger logger, Exception exception);
}
