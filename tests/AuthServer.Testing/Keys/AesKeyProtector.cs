using System.Security.Cryptography;
using AuthServer.Core.Keys;

namespace AuthServer.Testing.Keys;

/// <summary>Wraps private keys with AES-GCM under a key of its own, so that nothing else can unwrap them.</summary>
public sealed class AesKeyProtector : IPrivateKeyProtector
{
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    public byte[] Protect(byte[] privateKey)
    {
        var wrapped = new byte[NonceLength + privateKey.Length + TagLength];
        var nonce = wrapped.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, TagLength);
        aes.Encrypt(nonce, privateKey, wrapped.AsSpan(NonceLength, privateKey.Length), wrapped.AsSpan(NonceLength + privateKey.Length));
        return wrapped;
    }

    public byte[] Unprotect(byte[] protectedKey)
    {
        var privateKey = new byte[protectedKey.Length - NonceLength - TagLength];
        using var aes = new AesGcm(_key, TagLength);
        aes.Decrypt(
            protectedKey.AsSpan(0, NonceLength), protectedKey.AsSpan(NonceLength, privateKey.Length), protectedKey.AsSpan(NonceLength + privateKey.Length), privateKey);
        return privateKey;
    }
}
