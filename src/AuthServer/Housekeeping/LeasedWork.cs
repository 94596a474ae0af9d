using AuthServer.Core.Leases;
using AuthServer.Core.Sessions;

namespace AuthServer.Housekeeping;

/// <summary>Work that is due now and then, and that one node at a time does. The node that has it keeps it until it stops; a killed one is followed when its lease is over.</summary>
internal sealed partial class LeasedWork(ILeases leases, TimeProvider time, ILogger<LeasedWork> logger)
{
    // Longer than a renewal can be late: a statement and a rest, each five seconds at most, and the attempts at either.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Does the work every <paramref name="interval"/>, the first time after one, until the process stops.</summary>
    public async Task RunAsync(string name, TimeSpan interval, Func<LeasedTurn, Task> work, CancellationToken stoppingToken)
    {
        var lease = new HeldLease(leases, name, interval + Patience, time);
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryAsync(name, lease, work, stoppingToken);
            }
        }
        finally
        {
            await GiveBackAsync(name, lease);
        }
    }

    private async Task TryAsync(string name, HeldLease lease, Func<LeasedTurn, Task> work, CancellationToken stoppingToken)
    {
        try
        {
            if (await lease.TryHoldAsync(stoppingToken))
            {
                await work(new LeasedTurn(lease, time, stoppingToken));
            }
        }
        catch (LeaseLostException)
        {
            LogLost(logger, name);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            // The next turn tries again; nothing was left half done, for each batch is a transaction.
            LogFailed(logger, exception, name);
        }
    }

    private async Task GiveBackAsync(string name, HeldLease lease)
    {
        try
        {
            await lease.ReleaseAsync(CancellationToken.None);
        }
        catch (StoreUnavailableException exception)
        {
            LogKept(logger, exception, name);
        }
    }

    [LoggerMessage(3441, LogLevel.Warning, "The work '{Work}' could not be finished; it goes on at the next turn")]
    private static partial void LogFailed(ILogger logger, Exception exception, string work);

    [LoggerMessage(3442, LogLevel.Warning, "Another node has taken the work '{Work}' over from this one, which was silent for too long")]
    private static partial void LogLost(ILogger logger, string work);

    [LoggerMessage(3403, LogLevel.Information, "The lease on the work '{Work}' could not be given back; another node takes it when it is over")]
    private static partial void LogKept(ILogger logger, Exception exception, string work);
}
