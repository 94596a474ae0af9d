namespace AuthServer.Protocol.Jose;

/// <summary>
/// The usable keys of a <see cref="JsonWebKeySet"/>, found by id. A token without <c>kid</c> is only matched when there is
/// exactly one key, and of keys that share an id the first counts. Disposing ends every key.
/// </summary>
public sealed class VerificationKeySet : IVerificationKeys, IDisposable
{
    private readonly List<VerificationKey> _keys = [];
    private readonly Dictionary<string, VerificationKey> _byId = new(StringComparer.Ordinal);

    public VerificationKeySet(JsonWebKeySet set)
    {
        ArgumentNullException.ThrowIfNull(set);

        foreach (var publicKey in set.Keys)
        {
            if (!VerificationKey.TryCreate(publicKey, out var key))
            {
                continue;
            }

            _keys.Add(key);
            if (key.KeyId is { } keyId)
            {
                _byId.TryAdd(keyId, key);
            }
        }
    }

    /// <summary>The keys that can verify; the others of the set were left out.</summary>
    public IReadOnlyList<VerificationKey> Keys => _keys;

    public VerificationKey? Find(string? keyId) => keyId is null
        ? _keys is [var only] ? only : null
        : _byId.GetValueOrDefault(keyId);

    public void Dispose() => _keys.ForEach(key => key.Dispose());
}
