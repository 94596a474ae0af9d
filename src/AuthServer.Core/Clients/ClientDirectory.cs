using System.Collections.Concurrent;

namespace AuthServer.Core.Clients;

/// <summary>
/// Client registrations, remembered for a short time so that a refresh needs no statement of its own for them.
/// Stale entries are harmless to sessions: every deciding write compares <see cref="ClientRegistration.Version"/> and asks for a fresh read.
/// Unknown clients are not remembered, so a flood of invented names cannot grow the memory.
/// </summary>
public sealed class ClientDirectory(IClientStore store, TimeProvider time)
{
    /// <summary>The longest time for which an answer that no deciding write checks may be stale.</summary>
    public static readonly TimeSpan MaximumAge = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<ClientId, Entry> _entries = new();

    public async ValueTask<ClientRegistration?> FindAsync(ClientId id, CancellationToken cancellationToken)
    {
        if (_entries.TryGetValue(id, out var entry) && time.GetElapsedTime(entry.ReadAt) < MaximumAge)
        {
            return entry.Registration;
        }

        if (id.Value.Length > ClientId.MaximumLength)
        {
            return null;
        }

        var readAt = time.GetTimestamp();
        var registration = await store.FindAsync(id, cancellationToken);
        if (registration is null)
        {
            _entries.TryRemove(id, out _);
            return null;
        }

        _entries[id] = new Entry(registration, readAt);
        return registration;
    }

    /// <summary>The registration as the store has it now, whatever is remembered.</summary>
    public ValueTask<ClientRegistration?> FindCurrentAsync(ClientId id, CancellationToken cancellationToken)
    {
        Forget(id);
        return FindAsync(id, cancellationToken);
    }

    /// <summary>Whether the registration still is as it was read, asked of the store.</summary>
    public async ValueTask<bool> IsCurrentAsync(ClientRegistration seen, CancellationToken cancellationToken) =>
        await FindCurrentAsync(seen.Id, cancellationToken) is { Disabled: false } now && now.Version == seen.Version && now.Epoch == seen.Epoch;

    public void Forget(ClientId id) => _entries.TryRemove(id, out _);

    private sealed record Entry(ClientRegistration Registration, long ReadAt);
}
