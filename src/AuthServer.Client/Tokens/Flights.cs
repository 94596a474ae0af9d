namespace AuthServer.Client.Tokens;

/// <summary>
/// One renewal at a time for each target, however many ask. A renewal belongs to no caller: it neither ends with the one that began it nor carries its trace.
/// What comes of it is told when it is over, so that whoever is told can begin another; those who wait go on after that.
/// </summary>
internal sealed class Flights
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TokenTarget, Task<RenewalOutcome>> _underWay = [];

    public Task<RenewalOutcome> JoinAsync(TokenTarget target, Func<Task<RenewalOutcome>> begin, Action<RenewalOutcome> tell)
    {
        lock (_gate)
        {
            if (_underWay.TryGetValue(target, out var flight))
            {
                return flight;
            }

            using var flow = ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow();
            return _underWay[target] = Task.Run(() => RunAsync(target, begin, tell));
        }
    }

    public Task LandAsync()
    {
        lock (_gate)
        {
            return Task.WhenAll(_underWay.Values);
        }
    }

    private async Task<RenewalOutcome> RunAsync(TokenTarget target, Func<Task<RenewalOutcome>> begin, Action<RenewalOutcome> tell)
    {
        RenewalOutcome outcome;
        try
        {
            outcome = await begin().ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _underWay.Remove(target);
            }
        }

        tell(outcome);
        return outcome;
    }
}
