using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AuthServer.Storage.Tests.SessionDirectory;

/// <summary>Has the database explain each query right before it runs, where it runs: same values, same settings, same transaction.</summary>
public sealed class Explained : DbCommandInterceptor
{
    private readonly ConcurrentQueue<QueryPlan> _plans = new();

    /// <summary>The plans since the last time that they were taken.</summary>
    public IReadOnlyList<QueryPlan> Take()
    {
        var taken = new List<QueryPlan>();
        while (_plans.TryDequeue(out var plan))
        {
            taken.Add(plan);
        }

        return taken;
    }

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        if (!command.CommandText.TrimStart().StartsWith("SELECT", StringComparison.Ordinal))
        {
            // To explain a write is to carry it out.
            return result;
        }

        await using var explaining = command.Connection!.CreateCommand();
        explaining.Transaction = command.Transaction;
        explaining.CommandText = $"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {command.CommandText}";
        foreach (ICloneable parameter in command.Parameters)
        {
            explaining.Parameters.Add(parameter.Clone());
        }

        _plans.Enqueue(QueryPlan.Read(JsonDocument.Parse((string)(await explaining.ExecuteScalarAsync(cancellationToken))!).RootElement[0]));
        return result;
    }
}
