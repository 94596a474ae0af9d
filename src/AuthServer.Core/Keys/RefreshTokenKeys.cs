using System.Security.Cryptography;

namespace AuthServer.Core.Keys;

/// <summary>The two keys of refresh tokens, the key of nonces and that of user codes under one master key, derived by HKDF (RFC 5869) with different labels.</summary>
public sealed class RefreshTokenKeys
{
    private readonly byte[] _tagKey;
    private readonly byte[] _rotationKey;
    private readonly byte[] _nonceKey;
    private readonly byte[] _userCodeKey;

    public RefreshTokenKeys(MasterKey master)
    {
        Id = master.Id;
        SignsFrom = master.SignsFrom;
        _tagKey = Derive(master, "authserver/refresh-token/tag"u8);
        _rotationKey = Derive(master, "authserver/refresh-token/rotation"u8);
        _nonceKey = Derive(master, "authserver/dpop/nonce"u8);
        _userCodeKey = Derive(master, "authserver/device/user-code"u8);
    }

    public byte Id { get; }

    public DateTimeOffset SignsFrom { get; }

    /// <summary>Shows that we issued a token, without keeping it.</summary>
    public void Tag(ReadOnlySpan<byte> content, Span<byte> mac) => HMACSHA256.HashData(_tagKey, content, mac);

    /// <summary>Derives a successor's secret from what only the holder of its predecessor has.</summary>
    public void DeriveSecret(ReadOnlySpan<byte> material, Span<byte> secret) => HMACSHA256.HashData(_rotationKey, material, secret);

    /// <summary>Makes nonces that every node recognises and nobody else can foresee (RFC 9449 §8).</summary>
    public void Nonce(ReadOnlySpan<byte> content, Span<byte> mac) => HMACSHA256.HashData(_nonceKey, content, mac);

    /// <summary>Hashes a code that is too short to be kept under a hash without a key (RFC 8628 §6.1).</summary>
    public void UserCode(ReadOnlySpan<byte> content, Span<byte> mac) => HMACSHA256.HashData(_userCodeKey, content, mac);

    private static byte[] Derive(MasterKey master, ReadOnlySpan<byte> label)
    {
        var key = new byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, master.Secret.Span, key, salt: [], label);
        return key;
    }
}
