using System.Diagnostics;
using AuthServer.Core.Incidents;
using AuthServer.Core.Sessions;

namespace AuthServer.Incidents;

/// <summary>
/// Works incidents off, on every node: one batch after the other, with a pause as long as the batch took, so that refreshes keep at least half of the database.
/// What a stopped node had in hand, or could not do, another goes on with at once; what a killed one had, when the lease is over.
/// </summary>
internal sealed partial class IncidentRunner(SessionEnding ending, IIncidentStore incidents, IncidentSignal signal, ILogger<IncidentRunner> logger) : BackgroundService
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        IncidentLease? held = null;
        try
        {
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
        finally
        {
            await GiveBackAsync(held);
        }
    }

    /// <summary>What is in hand afterwards, if anything. Whatever went wrong, the next look tries again, be it another node's.</summary>
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
            await GiveBackAsync(held);
            return null;
        }
    }

    private async Task GiveBackAsync(IncidentLease? held)
    {
        try
        {
            await (held is null ? Task.CompletedTask : incidents.ReleaseAsync(held));
        }
        catch (StoreUnavailableException exception)
        {
            LogKept(logger, exception, held!.Id);
        }
    }

    [LoggerMessage(3401, LogLevel.Warning, "Incident {Incident} is finished: {Ended} of {Matched} sessions were ended, the others had ended by themselves")]
    private static partial void LogFinished(ILogger logger, IncidentId incident, int ended, int matched);

    [LoggerMessage(3405, LogLevel.Information, "Incident {Incident} could not be given back; another node takes it when the lease is over")]
    private static partial void LogKept(ILogger logger, Exception exception, IncidentId incident);

    [LoggerMessage(3402, LogLevel.Error, "An incident could not be worked off; another attempt follows")]
    private static partial void LogTrouble(ILogger logger, Exception exception);
}
