using AuthServer.Core.Incidents;
using AuthServer.Core.Keys;
using AuthServer.Core.SessionDirectory;
using AuthServer.Core.Sessions;
using AuthServer.EntityFrameworkCore;
using AuthServer.EntityFrameworkCore.Relational;
using AuthServer.Testing.PostgreSql;
using AuthServer.Testing.SessionDirectory;
using AuthServer.Tests.Processes;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.Tests.Incidents;

/// <summary>A server process on a database that flushes its commits, with 1,000,000 sessions of which most are active, and who begins, stops and resumes an incident there.</summary>
internal sealed class VolumeUnderTest : IAsyncDisposable
{
    private const int Sessions = 1_000_000;

    // What the server keeps by default: the oldest end was not yet long ago enough to be deleted.
    private const int Days = 40;

    private const string Program = "mobile";
    private const string Actor = "admin:root";

    private readonly TestPostgreSql _postgreSql;
    private readonly TestDatabase _database;
    private readonly ServiceProvider _services;

    private VolumeUnderTest(TestPostgreSql postgreSql, TestDatabase database)
    {
        (_postgreSql, _database) = (postgreSql, database);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddAuthServerEntityFrameworkCore(DatabaseProvider.PostgreSql, database.ConnectionString);
        _services = services.BuildServiceProvider();
        Server = ServerProcess.Create(database.ConnectionString, MasterKeyText.NewFirstKey());
    }

    public HostProcess Server { get; }

    private IIncidentStore Store => _services.GetRequiredService<IIncidentStore>();

    public static async Task<VolumeUnderTest> StartAsync()
    {
        var postgreSql = await TestPostgreSql.StartAsInProductionAsync();
        var volume = new VolumeUnderTest(postgreSql, await postgreSql.CreateDatabaseAsync());
        try
        {
            await ManySessions.AddAsync(volume._database, Sessions, Days);
            await ManySessions.AddSignInsAsync(volume._database);
            await volume.Server.StartAsync();
            return volume;
        }
        catch
        {
            await volume.DisposeAsync();
            throw;
        }
    }

    public Task CheckpointAsync() => _database.ExecuteAsync("CHECKPOINT");

    /// <summary>A filter that exactly so many active sessions meet: of one kind of program, begun before a moment, and none that expires by itself meanwhile.</summary>
    public async Task<SessionFilter> FilterForAsync(int count)
    {
        var usedFrom = DateTimeOffset.UtcNow.AddDays(-12);
        var next = (await _database.ReadAsync(
            $"""
            SELECT created_at FROM sessions WHERE ended_at IS NULL AND last_used_at >= @used_from AND (created_user_agent ILIKE '%{Program}%' OR last_user_agent ILIKE '%{Program}%')
            ORDER BY created_at OFFSET @count LIMIT 1
            """,
            row => row.GetFieldValue<DateTimeOffset>(0),
            ("count", count),
            ("used_from", usedFrom))).Single();
        return new SessionFilter { UserAgent = Program, CreatedBefore = next, UsedFrom = usedFrom };
    }

    public Task<Incident> OpenAsync(SessionFilter filter) =>
        Store.OpenAsync(new NewIncident(filter, "stolen telephones", Actor, Caller.Unknown), CancellationToken.None);

    public async Task<Incident> FindAsync(IncidentId id) => (await Store.FindAsync(id, CancellationToken.None))!;

    public Task<bool> StopAsync(IncidentId id) => Store.StopAsync(id, Actor, Caller.Unknown, CancellationToken.None);

    public Task<bool> ResumeAsync(IncidentId id) => Store.ResumeAsync(id, Actor, Caller.Unknown, CancellationToken.None);

    public async Task<long> CountAsync(string query) => (await _database.ReadAsync(query, row => row.GetInt64(0))).Single();

    public async Task<string> VersionAsync() => (await _database.ReadAsync("SHOW server_version", row => row.GetString(0))).Single();

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await _services.DisposeAsync();
        await _database.DisposeAsync();
        await _postgreSql.DisposeAsync();
    }
}
