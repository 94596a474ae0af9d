using AuthServer.Testing.PostgreSql;

namespace AuthServer.Tests.Processes;

/// <summary>Counts the statements that PostgreSQL ran on one database, by <c>pg_stat_statements</c>, looking on from another.</summary>
internal sealed class StatementCounter(TestDatabase observer, string watched)
{
    public static async Task<StatementCounter> WatchAsync(TestDatabase database, TestDatabase observer)
    {
        await observer.ExecuteAsync("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        return new StatementCounter(observer, (await database.ReadAsync("SELECT current_database()::text", row => row.GetString(0))).Single());
    }

    public async Task<IReadOnlyDictionary<string, long>> CallsAsync()
    {
        var calls = await observer.ReadAsync(
            """
            SELECT query, SUM(calls)::bigint FROM pg_stat_statements
            WHERE dbid = (SELECT oid FROM pg_database WHERE datname = @watched)
            GROUP BY query
            """,
            row => KeyValuePair.Create(row.GetString(0), row.GetInt64(1)),
            ("watched", watched));
        return calls.ToDictionary();
    }

    /// <summary>What ran since <paramref name="before"/>, most frequent first.</summary>
    public async Task<IReadOnlyList<(string Statement, long Calls)>> CallsSinceAsync(IReadOnlyDictionary<string, long> before) =>
    [
        .. (await CallsAsync())
            .Select(now => (Statement: now.Key, Calls: now.Value - before.GetValueOrDefault(now.Key)))
            .Where(statement => statement.Calls > 0)
            .OrderByDescending(statement => statement.Calls),
    ];

    /// <summary>Commits of the watched database, as far as they have been reported.</summary>
    public async Task<long> CommitsAsync() =>
        (await observer.ReadAsync("SELECT xact_commit FROM pg_stat_database WHERE datname = @watched", row => row.GetInt64(0), ("watched", watched))).Single();
}
