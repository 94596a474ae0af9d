using System.Security.Cryptography;

namespace AuthServer.Core.Sessions;

/// <summary>SHA-256 of a refresh token's 70 bytes: all that storage ever holds of one. Compared in fixed time.</summary>
public readonly struct TokenHash : IEquatable<TokenHash>
{
    private readonly byte[]? _bytes;

    private TokenHash(byte[] bytes) => _bytes = bytes;

    public static TokenHash Of(ReadOnlySpan<byte> token) => new(SHA256.HashData(token));

    public static TokenHash FromStored(byte[] bytes) =>
        bytes.Length == SHA256.HashSizeInBytes ? new TokenHash(bytes) : throw new ArgumentException("A token hash has 32 bytes.", nameof(bytes));

    public static bool operator ==(TokenHash left, TokenHash right) => left.Equals(right);

    public static bool operator !=(TokenHash left, TokenHash right) => !left.Equals(right);

    public byte[] ToArray() => [.. _bytes ?? []];

    public bool Equals(TokenHash other) => CryptographicOperations.FixedTimeEquals(_bytes, other._bytes);

    public override bool Equals(object? obj) => obj is TokenHash other && Equals(other);

    public override int GetHashCode() => _bytes is null ? 0 : BitConverter.ToInt32(_bytes);
}
