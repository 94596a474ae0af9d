using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using AuthServer.Core.Keys;
using AuthServer.Protocol.Jose;

namespace AuthServer.Core.Dpop;

/// <summary>
/// The server's nonces (RFC 9449 §8): nobody outside can know one before its time, and no node keeps any. A nonce is a MAC of the time slice in
/// which it was issued, under a key that all nodes derive from the master key, behind that key's number.
/// </summary>
public sealed class DpopNonces(RefreshTokenKeyRing ring, TimeProvider time)
{
    /// <summary>A nonce is good for the rest of its slice and the next one.</summary>
    public static readonly TimeSpan Slice = TimeSpan.FromMinutes(5);

    private const int MacLength = 16;

    /// <summary>The nonce to use now.</summary>
    public string Current()
    {
        var keys = ring.Current;
        Span<byte> nonce = stackalloc byte[1 + MacLength];
        nonce[0] = keys.Id;
        Mac(keys, SliceNow(), nonce[1..]);
        return Base64Url.EncodeToString(nonce);
    }

    /// <summary>Whether this server issued the nonce, and lately.</summary>
    public bool IsCurrent(string? nonce)
    {
        if (!Base64UrlText.TryDecode(nonce, out var bytes) || bytes.Length != 1 + MacLength || ring.Find(bytes[0]) is not { } keys)
        {
            return false;
        }

        // A node whose clock is a little ahead may have begun the next slice already.
        var now = SliceNow();
        return IsOf(keys, now, bytes) || IsOf(keys, now - 1, bytes) || IsOf(keys, now + 1, bytes);
    }

    private static bool IsOf(RefreshTokenKeys keys, long slice, ReadOnlySpan<byte> nonce)
    {
        Span<byte> expected = stackalloc byte[MacLength];
        Mac(keys, slice, expected);
        return CryptographicOperations.FixedTimeEquals(expected, nonce[1..]);
    }

    private static void Mac(RefreshTokenKeys keys, long slice, Span<byte> mac)
    {
        Span<byte> content = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(content, slice);
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        keys.Nonce(content, whole);
        whole[..mac.Length].CopyTo(mac);
    }

    private long SliceNow() => time.GetUtcNow().UtcTicks / Slice.Ticks;
}
