using System.Diagnostics;
using AuthServer.EntityFrameworkCore.Development;
using Npgsql;

namespace AuthServer.Storage.Tests.Development;

/// <summary>A folder for one cluster, and what can happen to it: a server that is killed, a PostgreSQL that is killed, a look inside.</summary>
internal sealed class ClusterSandbox : IAsyncDisposable
{
    private static readonly Dictionary<string, string> Fast = new() { ["fsync"] = "off", ["shared_buffers"] = "16MB" };

    private readonly string top = Path.Combine(Path.GetTempPath(), $"authserver-{Guid.NewGuid():N}"[..20]);

    public ClusterSandbox(string folder = "data")
    {
        DataDirectory = Path.Combine(top, folder);
        Layout = new ClusterLayout(DataDirectory);
    }

    public string DataDirectory { get; }

    public ClusterLayout Layout { get; }

    public RecordingLogger Logger { get; } = new();

    public ServerAccount Account { get; } = ServerAccount.Choose();

    private PostgreSqlBinaries Binaries => PostgreSqlBinaries.Find(Layout.ClusterVersion, DataDirectory);

    public int? Postmaster => ClusterProcess.FindPostmaster(Layout);

    public EmbeddedPostgreSqlOptions Options => new() { DataDirectory = DataDirectory, ServerSettings = Fast };

    public Task<EmbeddedPostgreSql> OwnAsync(CancellationToken cancellationToken = default) =>
        EmbeddedPostgreSql.StartAsync(Options, Logger, cancellationToken);

    public Task<EmbeddedPostgreSql> BorrowAsync() =>
        EmbeddedPostgreSql.StartAsync(Options with { Use = EmbeddedPostgreSqlUse.Borrow }, Logger, default);

    public async Task InitializeAsync()
    {
        DataFolders.Ensure(DataDirectory, Account);
        await new ClusterInitializer(Layout, Binaries, Account, Logger).EnsureAsync(durable: false, new StartupProgress(Logger), default);
    }

    /// <summary>What a server leaves behind that was killed: a running PostgreSQL, and no lock.</summary>
    public async Task<int> LeaveBehindAsync()
    {
        await InitializeAsync();
        var configuration = new ClusterConfiguration(Layout, Account, Fast);
        await new ClusterLauncher(Layout, Binaries, Account, Logger).StartAsync(configuration, new StartupProgress(Logger), default);
        return Postmaster!.Value;
    }

    /// <summary>What <c>kill -9</c> does to PostgreSQL.</summary>
    public async Task KillPostgreSqlAsync()
    {
        using var process = Process.GetProcessById(Postmaster!.Value);
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async Task<T> AskAsync<T>(string sql, string database = ClusterLayout.Database)
    {
        await using var connection = new NpgsqlConnection(Layout.ConnectionString(database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public Task<int> WriteNoteAsync(int value) => AskAsync<int>($"CREATE TABLE note (value int); INSERT INTO note VALUES ({value}) RETURNING value");

    public Task<int> ReadNoteAsync() => AskAsync<int>("SELECT value FROM note");

    public async ValueTask DisposeAsync()
    {
        if (Postmaster is not null)
        {
            await new ClusterLauncher(Layout, Binaries, Account, Logger).StopAsync();
        }

        // The socket is elsewhere when the folder's path does not suit it.
        foreach (var folder in new[] { top, Layout.SocketDirectory }.Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
