using System.Globalization;
using System.Text.Json;
using AuthServer.Core.Activity;
using AuthServer.EntityFrameworkCore.Relational;

namespace AuthServer.EntityFrameworkCore.Activity;

/// <summary>Counts by the minute in the table <c>activity_counts</c>, to which all nodes add.</summary>
public sealed class RelationalActivityHistory(RelationalDatabase database) : IActivityHistory
{
    private static readonly JsonSerializerOptions LowerCase = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private readonly ActivityStatements _statements = database.Provider == DatabaseProvider.SqlServer ? ActivityStatements.SqlServer : ActivityStatements.PostgreSql;

    // Not repeated: added twice is counted twice.
    public Task AddAsync(IReadOnlyCollection<ActivityCount> counts, CancellationToken cancellationToken) => Attempts.OnceAsync(
        async () =>
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            await using var command = connection.Statement(_statements.Add).Text("counts", JsonSerializer.Serialize(counts, LowerCase));
            return await command.ExecuteNonQueryAsync(CancellationToken.None);
        },
        "Activity could not be recorded.");

    public Task<long> SampleActiveSessionsAsync(DateTimeOffset minute, CancellationToken cancellationToken) => Attempts.OnceAsync(
        async () =>
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            await using var command = connection.Statement(_statements.Sample).Instant("minute", minute).Text("name", ActivityNames.ActiveSessions);
            return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
        },
        "The active sessions could not be counted.");

    public Task<long?> FindActiveSessionsAsync(DateTimeOffset since, CancellationToken cancellationToken) => Attempts.OnceAsync(
        async () =>
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            await using var command = connection.Statement(_statements.FindSample).Instant("since", since).Text("name", ActivityNames.ActiveSessions);
            return (long?)await command.ExecuteScalarAsync(cancellationToken);
        },
        "The number of active sessions could not be read.");

    public Task<IReadOnlyList<ActivitySeries>> ReadAsync(ActivityPeriod period, CancellationToken cancellationToken) => Attempts.OnceAsync<IReadOnlyList<ActivitySeries>>(
        async () =>
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            await using var command = connection.Statement(_statements.Read)
                .Instant("from", period.From)
                .Instant("to", period.To)
                .Seconds("step", period.Step)
                .Text("sampled", ActivityNames.ActiveSessions);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var series = new SortedDictionary<string, long[]>(StringComparer.Ordinal);
            while (await reader.ReadAsync(cancellationToken))
            {
                var name = reader.GetString(0);
                if (!series.TryGetValue(name, out var counts))
                {
                    series[name] = counts = new long[period.Steps];
                }

                counts[reader.GetInt32(1)] = reader.GetInt64(2);
            }

            return [.. series.Select(entry => new ActivitySeries(entry.Key, entry.Value))];
        },
        "Activity could not be read.");
}
