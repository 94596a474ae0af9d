namespace AuthServer.Core.Keys;

/// <summary>Wraps private keys for storage. What a database holds cannot be unwrapped without the master key, which it does not hold.</summary>
public interface IPrivateKeyProtector
{
    byte[] Protect(byte[] privateKey);

    /// <summary>Throws <see cref="System.Security.Cryptography.CryptographicException"/> when the wrapping key is not at hand.</summary>
    byte[] Unprotect(byte[] protectedKey);
}
