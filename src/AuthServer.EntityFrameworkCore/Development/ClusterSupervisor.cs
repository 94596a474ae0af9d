using Microsoft.Extensions.Logging;

namespace AuthServer.EntityFrameworkCore.Development;

/// <summary>Starts PostgreSQL again when it dies under its owner, at growing intervals while it fails.</summary>
internal sealed class ClusterSupervisor : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop = new();
    private readonly DevelopmentCluster _cluster;
    private readonly ILogger _logger;
    private readonly Task _loop;

    public ClusterSupervisor(DevelopmentCluster cluster, ILogger logger)
    {
        (_cluster, _logger) = (cluster, logger);
        _loop = Task.Run(() => WatchAsync(_stop.Token));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        var pause = Interval;
        while (true)
        {
            await Task.Delay(pause, cancellationToken);
            pause = ClusterProcess.FindPostmaster(_cluster.Layout) is not null || await TryRestartAsync(pause, cancellationToken) ? Interval : Longer(pause);
        }
    }

    private async Task<bool> TryRestartAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        EmbeddedPostgreSqlLog.Lost(_logger, _cluster.Layout.DataDirectory);
        try
        {
            await _cluster.UpAsync(cancellationToken);
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            EmbeddedPostgreSqlLog.RestartFailed(_logger, failure, _cluster.Layout.DataDirectory, Longer(pause));
            return false;
        }
    }

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 < LongestPause ? pause * 2 : LongestPause;
}
