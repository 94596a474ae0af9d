using System.Diagnostics;
using AuthServer.Core.Keys;
using AuthServer.Testing.PostgreSql;
using Xunit;

namespace AuthServer.Tests.Processes;

/// <summary>
/// One session refreshed 10,000 times through one server process, and what PostgreSQL counted meanwhile, on a database where nothing else happens.
/// </summary>
public sealed class RefreshChain(PostgreSqlFixture postgreSql) : IAsyncLifetime
{
    public const int Refreshes = 10_000;

    private static readonly TestClient Client = TestClient.Public;

    // A backend reports what it has counted at the latest ten seconds after it has become idle.
    private static readonly TimeSpan LongestReport = TimeSpan.FromSeconds(30);

    internal TimeSpan Duration { get; private set; }

    /// <summary>Every refresh token of the session, the first included.</summary>
    internal HashSet<string> Tokens { get; } = [];

    /// <summary>How many steps the session made.</summary>
    internal long Generations { get; private set; }

    internal (long Before, long After) SessionRows { get; private set; }

    internal IReadOnlyList<(string Statement, long Calls)> Statements { get; private set; } = [];

    internal long Commits { get; private set; }

    internal long Updates { get; private set; }

    internal long HeapOnlyUpdates { get; private set; }

    public async ValueTask InitializeAsync()
    {
        await using var observer = await postgreSql.CreateDatabaseAsync();
        await using var database = await postgreSql.CreateDatabaseAsync();
        await using var server = ServerProcess.Create(database.ConnectionString, MasterKeyText.NewFirstKey());
        await server.StartAsync();
        var counter = await StatementCounter.WatchAsync(database, observer);
        var first = await WarmUpAsync(server);

        // Calls last: nothing of ours runs on the watched database until they are read again.
        var before = (Rows: await SessionsAsync(database), Updates: await UpdatesAsync(database), Commits: await counter.CommitsAsync(), Calls: await counter.CallsAsync());
        var started = Stopwatch.GetTimestamp();
        await RefreshAsync(server, first);
        Duration = Stopwatch.GetElapsedTime(started);
        Statements = await counter.CallsSinceAsync(before.Calls);

        var after = (Rows: await SessionsAsync(database), Updates: await ReportedAsync(database, before.Updates.All + Refreshes), Commits: await counter.CommitsAsync());
        (Updates, HeapOnlyUpdates) = (after.Updates.All - before.Updates.All, after.Updates.HeapOnly - before.Updates.HeapOnly);
        Commits = after.Commits - before.Commits;
        SessionRows = (before.Rows.Count, after.Rows.Count);
        Generations = after.Rows.Generations - before.Rows.Generations;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>A token of a session whose node knows its client and has prepared its statements.</summary>
    private static async Task<string> WarmUpAsync(HostProcess server)
    {
        var answer = await server.Http.SignInAsync(Client);
        for (var count = 0; count < 20; count++)
        {
            answer = await server.Http.RefreshAsync(Client, answer.RefreshToken);
        }

        return answer.RefreshToken;
    }

    private async Task RefreshAsync(HostProcess server, string refreshToken)
    {
        Tokens.Add(refreshToken);
        for (var count = 0; count < Refreshes; count++)
        {
            var answer = await server.Http.RefreshAsync(Client, refreshToken);
            refreshToken = answer.IsGranted ? answer.RefreshToken : throw new InvalidOperationException($"Refresh {count + 1} was answered with {answer}.");
            Tokens.Add(refreshToken);
        }
    }

    private static async Task<(long All, long HeapOnly)> ReportedAsync(TestDatabase database, long expected)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var updates = await UpdatesAsync(database);
            if (updates.All >= expected || Stopwatch.GetElapsedTime(started) > LongestReport)
            {
                return updates;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(250));
        }
    }

    private static async Task<(long All, long HeapOnly)> UpdatesAsync(TestDatabase database) => (await database.ReadAsync(
        "SELECT n_tup_upd, n_tup_hot_upd FROM pg_stat_user_tables WHERE relname = 'sessions'", row => (row.GetInt64(0), row.GetInt64(1)))).Single();

    private static async Task<(long Count, long Generations)> SessionsAsync(TestDatabase database) => (await database.ReadAsync(
        "SELECT COUNT(*), SUM(generation)::bigint FROM sessions", row => (row.GetInt64(0), row.GetInt64(1)))).Single();
}
