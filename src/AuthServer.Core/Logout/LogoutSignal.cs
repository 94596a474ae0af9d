namespace AuthServer.Core.Logout;

/// <summary>Wakes this node's sender of logout tokens when something has ended here. What ended elsewhere, or was lost with a process, it finds by looking.</summary>
public sealed class LogoutSignal : IDisposable
{
    private readonly SemaphoreSlim _raised = new(0);
    private int _isRaised;

    /// <summary>Called after what ended has been committed.</summary>
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
