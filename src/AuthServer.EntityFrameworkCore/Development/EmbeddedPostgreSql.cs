using Microsoft.Extensions.Logging;

namespace AuthServer.EntityFrameworkCore.Development;

/// <summary>
/// A private PostgreSQL for development, run from the binaries that the machine has. It survives crashes on either side: a killed
/// PostgreSQL is started again, and one whose server was killed is adopted by the next.
/// </summary>
public sealed class EmbeddedPostgreSql : IAsyncDisposable
{
    private readonly DevelopmentCluster _cluster;
    private readonly OwnerLock? _ownership;
    private readonly ClusterSupervisor? _supervisor;
    private int _disposed;

    private EmbeddedPostgreSql(DevelopmentCluster cluster, OwnerLock? ownership, ILogger logger, bool adopted)
    {
        (_cluster, _ownership, Adopted) = (cluster, ownership, adopted);
        _supervisor = ownership is null ? null : new ClusterSupervisor(cluster, logger);
        AppDomain.CurrentDomain.ProcessExit += StopAtExit;
    }

    /// <summary>For Npgsql, to the database <c>authserver</c> over a Unix socket; holds no secret.</summary>
    public string ConnectionString => _cluster.Layout.ConnectionString(ClusterLayout.Database);

    /// <summary>Whether PostgreSQL was found running: shared with another process, or left behind by a server that was killed.</summary>
    public bool Adopted { get; }

    /// <summary>Returns when PostgreSQL accepts connections and the database exists.</summary>
    /// <exception cref="InvalidOperationException">PostgreSQL is missing, cannot start, or another server owns the folder; the message holds the remedy.</exception>
    public static async Task<EmbeddedPostgreSql> StartAsync(EmbeddedPostgreSqlOptions options, ILogger logger, CancellationToken ct)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new InvalidOperationException("The embedded development database runs on Linux alone: set ConnectionStrings:AuthServer to a database of your own.");
        }

        var account = ServerAccount.Choose();
        var layout = new ClusterLayout(Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.DataDirectory)));
        DataFolders.Ensure(layout.DataDirectory, account);
        var cluster = new DevelopmentCluster(options, layout, account, logger);
        var ownership = options.Use == EmbeddedPostgreSqlUse.Own ? OwnerLock.Take(layout) : null;
        try
        {
            var adopted = await cluster.UpAsync(ct);
            if (adopted)
            {
                EmbeddedPostgreSqlLog.Adopted(logger, layout.DataDirectory);
            }

            return new EmbeddedPostgreSql(cluster, ownership, logger, adopted);
        }
        catch
        {
            await cluster.DownAsync();
            ownership?.Dispose();
            throw;
        }
    }

    /// <summary>Stops PostgreSQL, unless another process still uses it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        AppDomain.CurrentDomain.ProcessExit -= StopAtExit;
        if (_supervisor is not null)
        {
            await _supervisor.DisposeAsync();
        }

        await _cluster.DownAsync();
        _ownership?.Dispose();
    }

    // For a tool that ends without disposing of what it borrowed.
    private void StopAtExit(object? sender, EventArgs e) => DisposeAsync().AsTask().GetAwaiter().GetResult();
}
