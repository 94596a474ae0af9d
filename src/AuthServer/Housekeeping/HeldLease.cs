using AuthServer.Core.Leases;

namespace AuthServer.Housekeeping;

/// <summary>A lease as one worker of this process sees it.</summary>
internal sealed class HeldLease(ILeases leases, string name, TimeSpan duration, TimeProvider time)
{
    private readonly Guid _holder = Guid.NewGuid();
    private long _renewed;
    private bool _isHeld;

    /// <summary>Takes it, or renews it whenever it was.</summary>
    public async Task<bool> TryHoldAsync(CancellationToken cancellationToken)
    {
        _renewed = time.GetTimestamp();
        return _isHeld = await leases.TryHoldAsync(name, _holder, duration, cancellationToken);
    }

    /// <summary>For who is at work: asks only when a third of the time has gone.</summary>
    public async Task<bool> IsStillHeldAsync(CancellationToken cancellationToken) =>
        time.GetElapsedTime(_renewed) < duration / 3 || await TryHoldAsync(cancellationToken);

    public Task ReleaseAsync(CancellationToken cancellationToken) =>
        _isHeld ? leases.ReleaseAsync(name, _holder, cancellationToken) : Task.CompletedTask;
}
