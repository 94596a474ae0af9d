using AuthServer.Core.Activity;
using AuthServer.Core.Sessions;

namespace AuthServer.Housekeeping;

/// <summary>Writes what this node has counted, by one statement a minute, and the rest when the server stops. What a killed node had not written is lost.</summary>
internal sealed partial class ActivityRecording(
    ActivityCounter counter, IActivityHistory history, HousekeepingPace pace, TimeProvider time, ILogger<ActivityRecording> logger) : BackgroundService
{
    // More than a day's: a database that is away for longer is missed in other ways.
    private const int MostKept = 50_000;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        counter.Start();
        return base.StartAsync(cancellationToken);
    }

    /// <summary>Requests have been answered when this is called, for what listens was started last and is stopped first.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await WriteAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(pace.Activity, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await WriteAsync(stoppingToken);
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        var counts = counter.Take();
        if (counts.Count == 0)
        {
            return;
        }

        try
        {
            await history.AddAsync(counts, cancellationToken);
        }
        catch (StoreUnavailableException exception)
        {
            counter.PutBack(counts.TakeLast(MostKept));
            LogFailed(logger, exception);
        }
        catch (OperationCanceledException)
        {
            counter.PutBack(counts);
        }
    }

    [LoggerMessage(3421, LogLevel.Warning, "What this node has counted could not be written; it is tried again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
