namespace AuthServer.Core.Keys;

/// <summary>Where signing keys are kept, so that all nodes sign with the same ones.</summary>
public interface ISigningKeyStore
{
    Task<IReadOnlyList<SigningKeyRecord>> ListAsync(CancellationToken cancellationToken);

    /// <summary>False when the algorithm already has a key of that number: another node was first.</summary>
    Task<bool> TryAddAsync(SigningKeyRecord key, CancellationToken cancellationToken);

    Task RemoveAsync(string keyId, CancellationToken cancellationToken);
}
