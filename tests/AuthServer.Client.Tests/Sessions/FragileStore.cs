using AuthServer.Client.Storage;

namespace AuthServer.Client.Tests.Sessions;

/// <summary>A store, and its lock, that fail when a test says so.</summary>
internal sealed class FragileStore : ITokenStore, ITokenLock
{
    private readonly InMemoryTokenStore _inner = new();
    private readonly InProcessTokenLock _lock = new();

    public bool CanRead { get; set; } = true;

    public bool CanWrite { get; set; } = true;

    public bool CanLock { get; set; } = true;

    public Task<byte[]?> ContentAsync() => _inner.ReadAsync("", CancellationToken.None).AsTask();

    public ValueTask<byte[]?> ReadAsync(string name, CancellationToken cancellationToken) =>
        CanRead ? _inner.ReadAsync(name, cancellationToken) : throw new IOException("The disk does not answer.");

    public ValueTask WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        CanWrite ? _inner.WriteAsync(name, content, cancellationToken) : throw new IOException("The disk is full.");

    public ValueTask ClearAsync(string name, CancellationToken cancellationToken) =>
        CanWrite ? _inner.ClearAsync(name, cancellationToken) : throw new IOException("The disk is read-only.");

    public ValueTask<IAsyncDisposable> AcquireAsync(string name, CancellationToken cancellationToken) =>
        CanLock ? _lock.AcquireAsync(name, cancellationToken) : throw new IOException("The disk has no room for a lock.");
}
