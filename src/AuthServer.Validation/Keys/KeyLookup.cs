using AuthServer.Protocol.Jose;

namespace AuthServer.Validation.Keys;

/// <summary>Finds the key of one token and remembers which it was.</summary>
internal sealed class KeyLookup(IssuerKeySet keys) : IVerificationKeys
{
    public VerificationKey? Found { get; private set; }

    public VerificationKey? Find(string? keyId) => Found = keys.Find(keyId);
}
