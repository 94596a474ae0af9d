namespace AuthServer.Core.Leases;

/// <summary>
/// Work that one node at a time does. A lease runs by the storage's own clock, and one that is not renewed expires, so that what a killed node was about
/// another goes on with.
/// </summary>
public interface ILeases
{
    /// <summary>Takes the lease, or renews it: true when it is free, expired or held by <paramref name="holder"/> already. Then it lasts for <paramref name="duration"/> from now.</summary>
    Task<bool> TryHoldAsync(string name, Guid holder, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Gives the lease back, so that nobody has to wait until it expires. Without effect when another holds it.</summary>
    Task ReleaseAsync(string name, Guid holder, CancellationToken cancellationToken);
}
