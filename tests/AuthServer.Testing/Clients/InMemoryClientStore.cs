using AuthServer.Core.Clients;

namespace AuthServer.Testing.Clients;

/// <summary>Client registrations in memory; counts how often it is asked.</summary>
public sealed class InMemoryClientStore(InMemoryDatabase database) : IClientStore
{
    private int _reads;

    public int Reads => Volatile.Read(ref _reads);

    public Task<ClientRegistration?> FindAsync(ClientId id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Interlocked.Increment(ref _reads);
        return Task.FromResult(database.Read(() => database.Clients.GetValueOrDefault(id)?.Registration));
    }
}
