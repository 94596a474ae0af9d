namespace AuthServer.Protocol.Jose;

/// <summary>Where a reader finds the key of a token. The keys stay the finder's; a reader never disposes one.</summary>
public interface IVerificationKeys
{
    /// <summary>The key with exactly this id, or, when the token names none, the only key there can be; otherwise null.</summary>
    VerificationKey? Find(string? keyId);
}
