using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace AuthServer.Validation.Tokens;

/// <summary>The SHA-256 of a token: names it in memory without being usable as one.</summary>
internal readonly record struct TokenFingerprint(UInt128 High, UInt128 Low)
{
    private const int OnStack = 2048;

    public static TokenFingerprint Of(ReadOnlySpan<char> token)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (token.Length <= OnStack)
        {
            Span<byte> ascii = stackalloc byte[token.Length];
            Hash(token, ascii, hash);
        }
        else
        {
            var rented = ArrayPool<byte>.Shared.Rent(token.Length);
            Hash(token, rented.AsSpan(0, token.Length), hash);
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }

        return new TokenFingerprint(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));
    }

    private static void Hash(ReadOnlySpan<char> token, Span<byte> ascii, Span<byte> hash)
    {
        Encoding.ASCII.GetBytes(token, ascii);
        SHA256.HashData(ascii, hash);
        ascii.Clear();
    }
}
