namespace AuthServer.Core.Sessions;

/// <summary>One of those whom <see cref="EndSignal"/> wakes.</summary>
public sealed class EndListener : IDisposable
{
    private readonly SemaphoreSlim _raised = new(0);
    private int _isRaised;

    public void Raise()
    {
        if (Interlocked.Exchange(ref _isRaised, 1) == 0)
        {
            _raised.Release();
        }
    }

    /// <summary>Returns when the signal is raised, at the latest after <paramref name="longest"/>.</summary>
    public async Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        await _raised.WaitAsync(longest, cancellationToken);

        // Whoever raises it before this line has committed before this line, and is found by the look that follows.
        Interlocked.Exchange(ref _isRaised, 0);
    }

    public void Dispose() => _raised.Dispose();
}
