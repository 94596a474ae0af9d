using AuthServer.Core.Incidents;
using AuthServer.Core.SessionDirectory;
using AuthServer.Core.Sessions;
using AuthServer.EntityFrameworkCore;
using AuthServer.EntityFrameworkCore.Incidents;
using AuthServer.EntityFrameworkCore.Relational;
using AuthServer.EntityFrameworkCore.SessionDirectory;
using AuthServer.Testing.PostgreSql;
using AuthServer.Testing.SessionDirectory;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.Storage.Tests.SessionDirectory;

/// <summary>The directory of a database with many sessions, whose queries are explained.</summary>
public sealed class DirectoryUnderTest : IAsyncDisposable
{
    private const int PageSize = 50;

    private readonly TestDatabase _database;
    private readonly ServiceProvider _services;
    private readonly Explained _explained = new();

    private DirectoryUnderTest(TestDatabase database)
    {
        _database = database;
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddAuthServerEntityFrameworkCore(DatabaseProvider.PostgreSql, database.ConnectionString);
        services.ConfigureDbContext<AuthDbContext>(options => options.AddInterceptors(_explained));
        _services = services.BuildServiceProvider();
    }

    public ISessionDirectory Directory => _services.GetRequiredService<ISessionDirectory>();

    public static async Task<DirectoryUnderTest> OpenAsync(PostgreSqlFixture postgreSql, int sessions)
    {
        var database = await postgreSql.CreateDatabaseAsync();
        await ManySessions.AddAsync(database, sessions);
        await ManySessions.AddSignInsAsync(database);
        return new DirectoryUnderTest(database);
    }

    public async Task<IReadOnlyList<(string Name, SessionFilter Filter)>> SearchesAsync() =>
        Searches.All(await ManySessions.FindSignInAsync(_database), DateTimeOffset.UtcNow);

    /// <summary>How a page was found: the first, or one after all that is newer than most.</summary>
    public Task<(SessionPage Page, IReadOnlyList<QueryPlan> Plans)> ListAsync(SessionFilter filter, bool deep) =>
        ListAsync(filter, deep ? new SessionCursor(DateTimeOffset.UtcNow.AddDays(-300), new SessionId(Guid.CreateVersion7())) : null, PageSize);

    public async Task<(SessionPage Page, IReadOnlyList<QueryPlan> Plans)> ListAsync(SessionFilter filter, SessionCursor? after, int take)
    {
        _explained.Take();
        return (await Directory.ListAsync(filter, after, take, CancellationToken.None), _explained.Take());
    }

    public async Task<(int Count, IReadOnlyList<QueryPlan> Plans)> CountAsync(SessionFilter filter)
    {
        _explained.Take();
        return (await Directory.CountAsync(filter, 10_001, CancellationToken.None), _explained.Take());
    }

    /// <summary>How an incident finds the sessions and the browser sign-ins that it is about, when it begins.</summary>
    public async Task<IReadOnlyList<QueryPlan>> LookForTargetsAsync(SessionFilter filter)
    {
        var incident = new IncidentEntity { Filter = filter.ToStored(), Note = "", Actor = "", Ip = "", UserAgent = "", CreatedAt = DateTimeOffset.UtcNow };
        await using var context = await _services.GetRequiredService<IDbContextFactory<AuthDbContext>>().CreateDbContextAsync();
        await using var transaction = await context.ReadInOneProcessAsync(CancellationToken.None);
        _explained.Take();
        await IncidentTargets.SessionIdsOf(context, incident).ToListAsync();
        await IncidentTargets.SignInIdsOf(context, incident).ToListAsync();
        return _explained.Take();
    }

    /// <summary>What was read for two batches of an incident.</summary>
    public async Task<(IncidentBatch Last, IReadOnlyList<QueryPlan> Plans)> EndTwoBatchesAsync(SessionFilter filter)
    {
        var (store, lease) = (_services.GetRequiredService<IIncidentStore>(), TimeSpan.FromMinutes(10));
        var incident = await store.OpenAsync(new NewIncident(filter, "a plan", "server", Caller.Unknown), CancellationToken.None);
        _explained.Take();
        var last = (await store.EndBatchAsync(null, lease, CancellationToken.None))!;
        if (last.Lease is { } held)
        {
            last = (await store.EndBatchAsync(held, lease, CancellationToken.None))!;
            await store.StopAsync(incident.Id, "server", Caller.Unknown, CancellationToken.None);
        }

        return (last, _explained.Take());
    }

    /// <summary>How a statement would run, which is not carried out; the values stand in it.</summary>
    public async Task<string> ExplainAsync(string statement) =>
        string.Join('\n', await _database.ReadAsync($"EXPLAIN {statement}", row => row.GetString(0)));

    /// <summary>Some active sessions and the browser sign-ins that they started from, as arrays.</summary>
    public async Task<(string Sessions, string SignIns)> SomeAsync(int count)
    {
        var rows = await _database.ReadAsync(
            $"SELECT id, sign_in_id FROM sessions WHERE ended_at IS NULL AND sign_in_id IS NOT NULL ORDER BY id LIMIT {count}", row => (row.GetGuid(0), row.GetGuid(1)));
        return (Array(rows.Select(row => row.Item1)), Array(rows.Select(row => row.Item2)));

        static string Array(IEnumerable<Guid> ids) => $"'{{{string.Join(',', ids)}}}'::uuid[]";
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }
}
