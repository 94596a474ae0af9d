namespace AuthServer.Client.Storage;

/// <summary>
/// Lets one at a time renew the tokens of a name, among all who share their <see cref="ITokenStore"/>. A lock whose holder has died must become free by itself.
/// </summary>
public interface ITokenLock
{
    /// <summary>Waits until the lock is free, and holds it until the result is disposed.</summary>
    /// <exception cref="OperationCanceledException">The caller waits no longer.</exception>
    ValueTask<IAsyncDisposable> AcquireAsync(string name, CancellationToken cancellationToken);
}
