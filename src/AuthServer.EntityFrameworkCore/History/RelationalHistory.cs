using System.Globalization;
using AuthServer.EntityFrameworkCore.Relational;

namespace AuthServer.EntityFrameworkCore.History;

/// <summary>
/// Deletes what was kept long enough, a small batch a statement. What another transaction holds is passed over and goes the next time, so that nobody waits for
/// a batch and a batch waits for nobody.
/// </summary>
public sealed class RelationalHistory(RelationalDatabase database)
{
    public const int BatchSize = 1000;

    private const string Failure = "What was kept long enough could not be deleted.";

    private readonly HistoryStatements _statements = database.Provider == DatabaseProvider.SqlServer ? HistoryStatements.SqlServer : HistoryStatements.PostgreSql;

    /// <summary>Deletes a batch of one kind that is older than <paramref name="keep"/>. Returns how many; less than <see cref="BatchSize"/> when that was all.</summary>
    public Task<int> PruneAsync(HistoryKind kind, TimeSpan keep, CancellationToken cancellationToken) => Attempts.OnceAsync(
        async () =>
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            await using var command = connection.Statement(_statements.Prune(kind)).Seconds("keep", keep);
            return Convert.ToInt32(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
        },
        Failure);

    /// <summary>Looks at a batch of the browser sign-ins that ended longer ago than <paramref name="keep"/>, and deletes those under which no session is kept.</summary>
    public Task<PrunedSignIns> PruneSignInsAsync(TimeSpan keep, HistoryPosition? after, CancellationToken cancellationToken) => Attempts.OnceAsync(
        async () =>
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            await using var command = connection.Statement(_statements.PruneSignIns)
                .Seconds("keep", keep)
                .Instant("after", after?.EndedAt ?? DateTimeOffset.UnixEpoch)
                .Id("after_id", after?.Id ?? Guid.Empty);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            var next = reader.IsDBNull(1) ? null : new HistoryPosition(reader.GetFieldValue<DateTimeOffset>(1), reader.GetGuid(2));
            return new PrunedSignIns(reader.GetInt32(0), next);
        },
        Failure);
}
