using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AuthServer.Core.Clients;

/// <summary>
/// Stored forms of client secrets. <c>sha256:</c> + base64url for secrets of 256 random bits that we generated (nothing to guess, so nothing to slow down);
/// <c>pbkdf2:</c> + base64url of ASP.NET Core Identity's version 3 layout for secrets that people chose.
/// </summary>
public static class ClientSecretHash
{
    private const string Generated = "sha256:";
    private const string Chosen = "pbkdf2:";
    private const byte IdentityVersion3 = 0x01;
    private const uint HmacSha512 = 2;
    private const int DefaultIterations = 100_000;
    private const int HeaderLength = 13;
    private const int SaltLength = 16;
    private const int KeyLength = 32;

    /// <summary>A secret of 256 random bits, to be shown once.</summary>
    public static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string OfGenerated(string secret) => Generated + Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <param name="iterations">At least 1; as often as the users' passwords are hashed, else as ASP.NET Core Identity does by default.</param>
    public static string OfChosen(string secret, int iterations = DefaultIterations)
    {
        var layout = new byte[HeaderLength + SaltLength + KeyLength];
        layout[0] = IdentityVersion3;
        BinaryPrimitives.WriteUInt32BigEndian(layout.AsSpan(1), HmacSha512);
        BinaryPrimitives.WriteUInt32BigEndian(layout.AsSpan(5), (uint)iterations);
        BinaryPrimitives.WriteUInt32BigEndian(layout.AsSpan(9), SaltLength);
        var salt = layout.AsSpan(HeaderLength, SaltLength);
        RandomNumberGenerator.Fill(salt);
        Rfc2898DeriveBytes.Pbkdf2(secret, salt, layout.AsSpan(HeaderLength + SaltLength), iterations, HashAlgorithmName.SHA512);
        return Chosen + Base64Url.EncodeToString(layout);
    }

    /// <summary>Whether <paramref name="stored"/> was made from <paramref name="secret"/>. A layout that is not ours matches nothing.</summary>
    public static bool Matches(string stored, string secret)
    {
        if (stored.StartsWith(Generated, StringComparison.Ordinal))
        {
            return FixedTimeEquals(stored, OfGenerated(secret));
        }

        return stored.StartsWith(Chosen, StringComparison.Ordinal) && MatchesChosen(stored.AsSpan(Chosen.Length), secret);
    }

    private static bool MatchesChosen(ReadOnlySpan<char> stored, string secret)
    {
        Span<byte> layout = stackalloc byte[HeaderLength + SaltLength + KeyLength];
        if (Base64Url.DecodeFromChars(stored, layout, out _, out var length) != OperationStatus.Done || length != layout.Length
            || layout[0] != IdentityVersion3 || BinaryPrimitives.ReadUInt32BigEndian(layout[1..]) != HmacSha512
            || BinaryPrimitives.ReadUInt32BigEndian(layout[5..]) is not (> 0 and <= int.MaxValue and var iterations))
        {
            return false;
        }

        Span<byte> key = stackalloc byte[KeyLength];
        Rfc2898DeriveBytes.Pbkdf2(secret, layout.Slice(HeaderLength, SaltLength), key, (int)iterations, HashAlgorithmName.SHA512);
        return CryptographicOperations.FixedTimeEquals(key, layout[(HeaderLength + SaltLength)..]);
    }

    private static bool FixedTimeEquals(string left, string right) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(left), Encoding.ASCII.GetBytes(right));
}
