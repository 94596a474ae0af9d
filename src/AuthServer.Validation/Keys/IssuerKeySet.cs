using AuthServer.Protocol.Jose;

namespace AuthServer.Validation.Keys;

/// <summary>
/// The issuer's usable keys as one fetch found them. Never disposed: a request may still verify with a set that has been replaced,
/// and sets are replaced a few times a year.
/// </summary>
internal sealed class IssuerKeySet(VerificationKeySet keys)
{
    private IEnumerable<JsonWebKey> PublicKeys => keys.Keys.Select(key => key.PublicKey);

    public int Count => keys.Keys.Count;

    public VerificationKey? Find(string? keyId) => keys.Find(keyId);

    /// <summary>Whether this very key is among them, not merely another with its id.</summary>
    public bool Holds(JsonWebKey key) => PublicKeys.Contains(key);

    public bool SameAs(IssuerKeySet other) => PublicKeys.SequenceEqual(other.PublicKeys);
}
