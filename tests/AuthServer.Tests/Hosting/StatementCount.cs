using System.Collections.Concurrent;
using System.Diagnostics;
using AuthServer.Testing.PostgreSql;
using Npgsql;

namespace AuthServer.Tests.Hosting;

/// <summary>
/// Counts the statements that reach one database, by the traces that Npgsql itself writes for each command. What a server looks after by itself, whatever it is
/// asked, is left out.
/// </summary>
public sealed class StatementCount : IDisposable
{
    private readonly ActivityListener _listener;
    private readonly string _database;
    private readonly ConcurrentQueue<string> _texts = new();

    public StatementCount(TestDatabase database)
    {
        _database = new NpgsqlConnectionStringBuilder(database.ConnectionString).Database!;
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = Count,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public int Value => _texts.Count;

    /// <summary>What was said, in the order in which it was answered.</summary>
    public IReadOnlyList<string> Texts => [.. _texts];

    public void Dispose() => _listener.Dispose();

    private void Count(Activity activity)
    {
        if (activity.GetTagItem("db.query.text") is string text && Equals(activity.GetTagItem("db.namespace"), _database)
            && !OwnAccord.Explains(text))
        {
            _texts.Enqueue(text);
        }
    }
}
