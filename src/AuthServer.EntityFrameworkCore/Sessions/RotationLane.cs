using System.Data.Common;
using AuthServer.Core.Sessions;

namespace AuthServer.EntityFrameworkCore.Sessions;

/// <summary>
/// One statement in flight at a time: rotations that arrive meanwhile wait, and the next statement carries all of them, with one round trip and one commit.
/// The first to arrive goes at once, so nothing is added when the server is idle. The lane never waits for a row: one that another transaction holds is
/// rotated by itself, off the lane.
/// </summary>
internal sealed class RotationLane(
    Func<RotateSession, Task<SessionWrite>> rotateOne,
    Func<IReadOnlyList<RotateSession>, Task<Dictionary<SessionId, SessionWrite>>> rotateMany)
{
    private const int LargestBatch = 256;

    private readonly Lock _gate = new();
    private readonly Queue<Arrival> _waiting = new();
    private bool _isRunning;

    public Task<SessionWrite> RotateAsync(RotateSession rotation)
    {
        var arrival = new Arrival(rotation);
        lock (_gate)
        {
            _waiting.Enqueue(arrival);
            if (_isRunning)
            {
                return arrival.Outcome.Task;
            }

            _isRunning = true;
        }

        // The lane runs on whoever found it empty, and on the pool from the first wait on, but not as part of that request: it serves others too.
        using (ExecutionContext.SuppressFlow())
        {
            // Never throws.
            _ = RunAsync();
        }

        return arrival.Outcome.Task;
    }

    private async Task RunAsync()
    {
        while (Next() is { Count: > 0 } batch)
        {
            try
            {
                await CarryOutAsync(batch);
            }
            catch (Exception exception)
            {
                batch.ForEach(arrival => arrival.Outcome.TrySetException(exception));
            }
        }
    }

    private List<Arrival> Next()
    {
        lock (_gate)
        {
            var batch = new List<Arrival>();
            while (batch.Count < LargestBatch && _waiting.TryDequeue(out var arrival))
            {
                batch.Add(arrival);
            }

            _isRunning = batch.Count > 0;
            return batch;
        }
    }

    /// <summary>At most one entry to a session: of two source rows for one target row the database would apply an arbitrary one.</summary>
    private async Task CarryOutAsync(List<Arrival> batch)
    {
        var first = batch.DistinctBy(arrival => arrival.Rotation.Id).ToList();
        Dictionary<SessionId, SessionWrite> writes;
        try
        {
            writes = await rotateMany([.. first.Select(arrival => arrival.Rotation)]);
        }
        catch (DbException exception) when (WasRolledBack(exception))
        {
            // A deadlock's victim, for instance: nothing of it was applied, so each goes by itself.
            writes = [];
        }
        catch (DbException exception)
        {
            first.ForEach(arrival => arrival.Outcome.SetResult(new SessionWrite.Unknown(exception)));
            writes = [];
        }

        foreach (var arrival in first.Where(arrival => !arrival.Outcome.Task.IsCompleted))
        {
            if (writes.TryGetValue(arrival.Rotation.Id, out var write))
            {
                arrival.Outcome.SetResult(write);
            }
            else
            {
                // Off the lane: a row that another transaction holds makes nobody else wait.
                _ = OffTheLaneAsync(arrival);
            }
        }

        // Whoever came second for a session is classified from the row.
        batch.Except(first).ToList().ForEach(arrival => arrival.Outcome.SetResult(new SessionWrite.NotApplied()));
    }

    private async Task OffTheLaneAsync(Arrival arrival)
    {
        try
        {
            arrival.Outcome.SetResult(await rotateOne(arrival.Rotation));
        }
        catch (Exception exception)
        {
            arrival.Outcome.TrySetException(exception);
        }
    }

    /// <summary>The database itself refused the statement, and not because it or the connection went away (SQLSTATE classes 08 and 57P).</summary>
    private static bool WasRolledBack(DbException exception) =>
        exception.SqlState is { } state
        && !state.StartsWith("08", StringComparison.Ordinal)
        && !state.StartsWith("57P", StringComparison.Ordinal);

    private sealed record Arrival(RotateSession Rotation)
    {
        public TaskCompletionSource<SessionWrite> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
