using Microsoft.Extensions.Logging;

namespace AuthServer.EntityFrameworkCore.Development;

/// <summary>One cluster, brought up and down by several processes that may come at the same moment.</summary>
internal sealed class DevelopmentCluster(EmbeddedPostgreSqlOptions options, ClusterLayout layout, ServerAccount account, ILogger logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly bool _durable = options.ServerSettings.GetValueOrDefault("fsync") is not "off";
    private readonly ClusterConfiguration _configuration = new(layout, account, options.ServerSettings);
    private readonly DevelopmentDatabase _database = new(layout);
    private FileLock? _use;

    public ClusterLayout Layout => layout;

    /// <summary>Returns when connections are accepted; true when PostgreSQL was found running and never had to be started.</summary>
    public async Task<bool> UpAsync(CancellationToken cancellationToken)
    {
        var progress = new StartupProgress(logger);
        using var change = await ChangeAsync(progress, cancellationToken);
        _use ??= FileLock.TryShared(layout.UsersLock);
        var adopted = true;
        var deadline = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        do
        {
            if (ClusterProcess.FindPostmaster(layout) is null)
            {
                await StartAsync(progress, cancellationToken);
                adopted = false;
            }

            if (await _database.TryEnsureAsync(cancellationToken))
            {
                return adopted;
            }

            await progress.PauseAsync("PostgreSQL to accept connections", cancellationToken);
        }
        while (Environment.TickCount64 < deadline);
        throw new InvalidOperationException($"PostgreSQL on {layout.DataDirectory} runs but accepts no connection; see {layout.Log}.");
    }

    /// <summary>Ends this process's use; the last user stops PostgreSQL, whoever started it.</summary>
    public async Task DownAsync()
    {
        if (_use is null)
        {
            return;
        }

        using var change = await ChangeAsync(new StartupProgress(logger), CancellationToken.None);
        _use.Dispose();
        _use = null;
        using var alone = FileLock.TryExclusive(layout.UsersLock);
        if (alone is null)
        {
            EmbeddedPostgreSqlLog.LeftRunning(logger, layout.DataDirectory);
        }
        else if (ClusterProcess.FindPostmaster(layout) is not null)
        {
            await Launcher().StopAsync();
        }
    }

    private async Task StartAsync(StartupProgress progress, CancellationToken cancellationToken)
    {
        var binaries = Binaries();
        await new ClusterInitializer(layout, binaries, account, logger).EnsureAsync(_durable, progress, cancellationToken);
        await Launcher().StartAsync(_configuration, progress, cancellationToken);
    }

    private PostgreSqlBinaries Binaries() => PostgreSqlBinaries.Find(layout.ClusterVersion, layout.DataDirectory);

    private ClusterLauncher Launcher() => new(layout, Binaries(), account, logger);

    private async Task<FileLock> ChangeAsync(StartupProgress progress, CancellationToken cancellationToken)
    {
        FileLock? held;
        while ((held = FileLock.TryExclusive(layout.ChangeLock)) is null)
        {
            await progress.PauseAsync("another process that starts or stops the development database", cancellationToken);
        }

        return held;
    }
}
