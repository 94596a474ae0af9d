using AuthServer.Client.Storage;

namespace AuthServer.Client.Tokens;

/// <summary>One at a time, in this process and among processes: whoever renews, signs in or signs out.</summary>
internal sealed class ExclusiveAccess(string name, ITokenLock tokenLock, TimeSpan longestWait, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>In this process.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Entered(_gate);
    }

    /// <summary>Among processes; asked for only within <see cref="EnterAsync"/>.</summary>
    /// <exception cref="TimeoutException">Another process holds it for longer than anything should take.</exception>
    public async Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(longestWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await tokenLock.AcquireAsync(name, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("another process has held the lock for too long");
        }
    }

    public void Dispose() => _gate.Dispose();

    private sealed class Entered(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
