using AuthServer.Core.Keys;

namespace AuthServer.Testing.Keys;

/// <summary>Signing keys in memory.</summary>
public sealed class InMemorySigningKeyStore(InMemoryDatabase database) : ISigningKeyStore
{
    public Task<IReadOnlyList<SigningKeyRecord>> ListAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<SigningKeyRecord>>(database.Read(() => database.SigningKeys.Values.ToList()));
    }

    public Task<bool> TryAddAsync(SigningKeyRecord key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(database.Read(() =>
            !database.SigningKeys.Values.Any(other => other.Algorithm == key.Algorithm && other.Number == key.Number)
            && database.SigningKeys.TryAdd(key.KeyId, key)));
    }

    public Task RemoveAsync(string keyId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        database.Write(() => database.SigningKeys.Remove(keyId));
        return Task.CompletedTask;
    }
}
