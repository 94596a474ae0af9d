using AuthServer.Core.Artefacts;

namespace AuthServer.Testing.Artefacts;

/// <summary>The reference implementation of the contract: each verb is what stands between the braces of one lock.</summary>
public sealed class InMemoryArtefactStore(InMemoryDatabase database) : IArtefactStore
{
    public Task<bool> AddAsync(NewArtefact artefact, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(database.Read(() => Add(artefact)));
    }

    public Task<OneTimeArtefact?> FindAsync(ArtefactKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(database.Read(() => Find(key)));
    }

    public Task ProlongAsync(ArtefactKey key, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        database.Write(() =>
        {
            var expiry = database.Now + lifetime;
            if (Find(key) is { SpentAt: null } artefact && artefact.ExpiresAt < expiry)
            {
                database.Artefacts[key] = artefact with { ExpiresAt = expiry };
            }
        });
        return Task.CompletedTask;
    }

    private bool Add(NewArtefact artefact)
    {
        if (artefact.Spends is { } spends)
        {
            if (Find(spends) is not { SpentAt: null } spent || spent.ClientId != artefact.ClientId || spent.ClientEpoch != artefact.ClientEpoch)
            {
                return false;
            }

            database.Artefacts[spends] = spent with { SpentAt = database.Now };
        }

        database.Artefacts.Add(artefact.Key, new OneTimeArtefact
        {
            Key = artefact.Key,
            ClientId = artefact.ClientId,
            ClientEpoch = artefact.ClientEpoch,
            UserId = artefact.UserId,
            UserEpoch = artefact.UserEpoch,
            Payload = artefact.Payload,
            ExpiresAt = database.Now + artefact.Lifetime,
        });
        return true;
    }

    private OneTimeArtefact? Find(ArtefactKey key) =>
        database.Artefacts.TryGetValue(key, out var artefact) && (artefact.SpentAt is not null || artefact.ExpiresAt > database.Now) ? artefact : null;
}
