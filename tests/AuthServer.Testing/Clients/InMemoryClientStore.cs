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

    public Task<IReadOnlyList<string>> ListAllowedOriginsAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(database.Read<IReadOnlyList<string>>(() =>
            [.. database.Clients.Values.Where(client => !client.Registration.Disabled).SelectMany(client => client.Registration.Metadata.AllowedOrigins).Distinct()]));
    }
}
