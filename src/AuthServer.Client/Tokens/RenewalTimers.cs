namespace AuthServer.Client.Tokens;

/// <summary>Wakes the session when a token is due, one timer for each target.</summary>
internal sealed class RenewalTimers(TimeProvider time, Action<TokenTarget> onDue) : IDisposable
{
    // What a timer can be set to; a token that lives longer is looked at on the way.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(40);

    private readonly Lock _gate = new();
    private readonly Dictionary<TokenTarget, ITimer> _timers = [];
    private bool _isDisposed;

    public void Set(TokenTarget target, TimeSpan dueIn)
    {
        dueIn = dueIn < TimeSpan.Zero ? TimeSpan.Zero : dueIn > Longest ? Longest : dueIn;
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            if (_timers.TryGetValue(target, out var timer))
            {
                timer.Change(dueIn, Timeout.InfiniteTimeSpan);
                return;
            }

            // A timer that carried the trace of the request that set it would keep it alive for ever.
            using var flow = ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow();
            _timers[target] = time.CreateTimer(_ => onDue(target), null, dueIn, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            foreach (var timer in _timers.Values)
            {
                timer.Dispose();
            }

            _timers.Clear();
        }
    }
}
