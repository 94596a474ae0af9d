using System.Collections.Concurrent;

namespace AuthServer.Client.Storage;

/// <summary>Keeps tokens as long as the process lives: a restart means signing in again.</summary>
public sealed class InMemoryTokenStore : ITokenStore
{
    private readonly ConcurrentDictionary<string, byte[]> _contents = new(StringComparer.Ordinal);

    public ValueTask<byte[]?> ReadAsync(string name, CancellationToken cancellationToken) => ValueTask.FromResult(_contents.GetValueOrDefault(name));

    public ValueTask WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        _contents[name] = content.ToArray();
        return ValueTask.CompletedTask;
    }

    public ValueTask ClearAsync(string name, CancellationToken cancellationToken)
    {
        _contents.TryRemove(name, out _);
        return ValueTask.CompletedTask;
    }
}
