using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using AuthServer.Core.Keys;

namespace AuthServer.Core.Sessions;

/// <summary>
/// Makes and reads refresh tokens. A successor follows from its predecessor, the salt drawn at the rotation and the rotation key,
/// so a retry receives the same one, and neither the database nor the key yields it: the predecessor itself is needed.
/// </summary>
public sealed class RefreshTokenFormat(RefreshTokenKeyRing ring)
{
    public const int SaltLength = 16;

    // 70 bytes are 94 base64url characters, the last of which carries two bits that must be zero.
    private const int EncodedLength = 94;

    /// <summary>Generation 0 of a session, with a random secret.</summary>
    public RefreshToken First(SessionId session)
    {
        Span<byte> secret = stackalloc byte[RefreshToken.SecretLength];
        RandomNumberGenerator.Fill(secret);
        return Assemble(ring.Current, session, generation: 0, secret);
    }

    public static byte[] NewSalt() => RandomNumberGenerator.GetBytes(SaltLength);

    /// <summary>The key under which a rotation that happens now derives its successor; stored in the row.</summary>
    public byte CurrentKeyId => ring.Current.Id;

    /// <summary>
    /// The one successor of <paramref name="predecessor"/> under this salt and key. Null when this node does not have the key.
    /// </summary>
    public RefreshToken? Successor(RefreshToken predecessor, ReadOnlySpan<byte> salt, byte keyId)
    {
        if ((ring.Find(keyId) ?? ring.FindAfterReload(keyId)) is not { } keys)
        {
            return null;
        }

        // secret(g+1) = HMAC-SHA-256(rotation key, session id ‖ g+1 ‖ salt ‖ RT(g))
        var generation = checked(predecessor.Generation + 1);
        Span<byte> material = stackalloc byte[SessionId.Length + sizeof(uint) + SaltLength + RefreshToken.Length];
        predecessor.Session.WriteTo(material);
        BinaryPrimitives.WriteUInt32BigEndian(material[SessionId.Length..], generation);
        salt.CopyTo(material[(SessionId.Length + sizeof(uint))..]);
        predecessor.Bytes.CopyTo(material[(SessionId.Length + sizeof(uint) + SaltLength)..]);

        Span<byte> secret = stackalloc byte[RefreshToken.SecretLength];
        keys.DeriveSecret(material, secret);
        return Assemble(keys, predecessor.Session, generation, secret);
    }

    /// <summary>Decides whether we issued <paramref name="text"/>. No I/O but a rate-limited look for new keys.</summary>
    public RefreshTokenReading Read(string text)
    {
        if (!TryDecode(text, out var bytes) || bytes[0] != RefreshToken.Version)
        {
            return new RefreshTokenReading.Foreign();
        }

        var keyId = bytes[RefreshToken.KeyIdOffset];
        if ((ring.Find(keyId) ?? ring.FindAfterReload(keyId)) is not { } keys)
        {
            return new RefreshTokenReading.UnknownKey(keyId);
        }

        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        keys.Tag(bytes.AsSpan(0, RefreshToken.TaggedLength), mac);
        return CryptographicOperations.FixedTimeEquals(mac[..RefreshToken.TagLength], bytes.AsSpan(RefreshToken.TaggedLength))
            ? new RefreshTokenReading.Issued(new RefreshToken(bytes))
            : new RefreshTokenReading.Foreign();
    }

    private static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = new byte[RefreshToken.Length];
        var encoded = text.AsSpan(Math.Min(RefreshToken.Prefix.Length, text.Length));
        if (!text.StartsWith(RefreshToken.Prefix, StringComparison.Ordinal) || encoded.Length != EncodedLength
            // TryDecodeFromChars throws for what is no base64url at all.
            || Base64Url.DecodeFromChars(encoded, bytes, out _, out var written) != OperationStatus.Done || written != RefreshToken.Length)
        {
            return false;
        }

        // One token has one spelling.
        Span<char> canonical = stackalloc char[EncodedLength];
        Base64Url.EncodeToChars(bytes, canonical);
        return encoded.SequenceEqual(canonical);
    }

    private static RefreshToken Assemble(RefreshTokenKeys keys, SessionId session, uint generation, ReadOnlySpan<byte> secret)
    {
        var bytes = new byte[RefreshToken.Length];
        bytes[0] = RefreshToken.Version;
        bytes[RefreshToken.KeyIdOffset] = keys.Id;
        session.WriteTo(bytes.AsSpan(RefreshToken.SessionOffset));
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(RefreshToken.GenerationOffset), generation);
        secret.CopyTo(bytes.AsSpan(RefreshToken.SecretOffset));

        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        keys.Tag(bytes.AsSpan(0, RefreshToken.TaggedLength), mac);
        mac[..RefreshToken.TagLength].CopyTo(bytes.AsSpan(RefreshToken.TaggedLength));
        return new RefreshToken(bytes);
    }
}
