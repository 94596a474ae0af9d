using Microsoft.Extensions.Logging;

namespace AuthServer.EntityFrameworkCore.Development;

/// <summary>Starts PostgreSQL again when it dies under its owner, at growing intervals while it fails.</summary>
internal sealed class ClusterSupervisor : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource stop = new();
    private readonly DevelopmentCluster cluster;
    private readonly ILogger logger;
    private readonly Task loop;

    public ClusterSupervisor(DevelopmentCluster cluster, ILogger logger)
    {
        (this.cluster, this.logger) = (cluster, logger);
        loop = Task.Run(() => WatchAsync(stop.Token));
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        var pause = Interval;
        while (true)
        {
            await Task.Delay(pause, cancellationToken);
            pause = ClusterProcess.FindPostmaster(cluster.Layout) is not null || await TryRestartAsync(pause, cancellationToken) ? Interval : Longer(pause);
        }
    }

    private async Task<bool> TryRestartAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        EmbeddedPostgreSqlLog.Lost(logger, cluster.Layout.DataDirectory);
        try
        {
            await cluster.UpAsync(cancellationToken);
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            EmbeddedPostgreSqlLog.RestartFailed(logger, failure, cluster.Layout.DataDirectory, Longer(pause));
            return false;
        }
    }

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 < LongestPause ? pause * 2 : LongestPause;
}
