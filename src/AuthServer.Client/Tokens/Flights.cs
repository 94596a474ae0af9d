namespace AuthServer.Client.Tokens;

/// <summary>
/// One renewal at a time for each target, however many ask. A renewal belongs to no caller: it neither ends with the one that began it nor carries its trace.
/// </summary>
internal sealed class Flights
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TokenTarget, Task<RenewalOutcome>> _underWay = [];

    public Task<RenewalOutcome> JoinAsync(TokenTarget target, Func<Task<RenewalOutcome>> begin)
    {
        lock (_gate)
        {
            if (_underWay.TryGetValue(target, out var flight))
            {
                return flight;
            }

            using var flow = ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow();
            return _underWay[target] = Task.Run(() => RunAsync(target, begin));
        }
    }

    public Task LandAsync()
    {
        lock (_gate)
        {
            return Task.WhenAll(_underWay.Values);
        }
    }

    private async Task<RenewalOutcome> RunAsync(TokenTarget target, Func<Task<RenewalOutcome>> begin)
    {
        try
        {
            return await begin().ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _underWay.Remove(target);
            }
        }
    }
}
