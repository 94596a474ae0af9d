namespace AuthServer.Client.Storage;

/// <summary>
/// Where tokens outlive a request, or the process. The content is sensitive and means nothing to the store. A write is atomic: whoever reads, also after a
/// crash, gets the old content or the new. Writes to one name are made under its <see cref="ITokenLock"/>.
/// </summary>
public interface ITokenStore
{
    /// <summary>What was last written under the name; null when nothing was, or it was cleared.</summary>
    /// <exception cref="InvalidDataException">The content is there and cannot be read, now or later.</exception>
    ValueTask<byte[]?> ReadAsync(string name, CancellationToken cancellationToken);

    /// <summary>Returns when the content would survive a crash.</summary>
    ValueTask WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    ValueTask ClearAsync(string name, CancellationToken cancellationToken);
}
