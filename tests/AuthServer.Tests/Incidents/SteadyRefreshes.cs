using System.Collections.Concurrent;
using System.Diagnostics;
using AuthServer.Tests.Processes;

namespace AuthServer.Tests.Incidents;

/// <summary>
/// Sessions that are refreshed in turn at a constant rate, however long the answers take. A refresh counts from the moment that it was due, so one that had to
/// wait for another is not taken for a fast one.
/// </summary>
internal sealed class SteadyRefreshes(HttpClient server, TestClient client, IEnumerable<string> refreshTokens, int perSecond) : IAsyncDisposable
{
    private readonly Task<string>[] _holders = [.. refreshTokens.Select(Task.FromResult)];
    private readonly ConcurrentQueue<(long Due, TimeSpan Took)> _answers = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>How long the refreshes took that were due in a window.</summary>
    public IReadOnlyList<TimeSpan> Between(long begun, long ended) =>
        [.. _answers.Where(answer => answer.Due >= begun && answer.Due < ended).Select(answer => answer.Took)];

    /// <summary>Returns when the last answer is in; throws if one was no grant.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await Task.WhenAll(_holders);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var started = Stopwatch.GetTimestamp();
        for (var turn = 0L; !_stop.IsCancellationRequested; turn++)
        {
            var due = started + (turn * Stopwatch.Frequency / perSecond);
            while (Stopwatch.GetTimestamp() < due)
            {
                await Task.Delay(1);
            }

            var holder = turn % _holders.Length;
            _holders[holder] = RefreshAsync(_holders[holder], due);
        }
    }

    private async Task<string> RefreshAsync(Task<string> refreshToken, long due)
    {
        var answer = await server.RefreshAsync(client, await refreshToken);
        _answers.Enqueue((due, Stopwatch.GetElapsedTime(due)));
        return answer.IsGranted ? answer.RefreshToken : throw new InvalidOperationException($"A refresh was answered with {answer}.");
    }
}
