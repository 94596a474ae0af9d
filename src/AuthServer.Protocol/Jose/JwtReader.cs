using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace AuthServer.Protocol.Jose;

/// <summary>
/// Reads signed JWTs in the compact serialization and refuses whatever RFC 8725 §3 tells to refuse. The algorithm is the
/// key's, and no claim is looked at before the signature is verified.
/// </summary>
public static class JwtReader
{
    /// <summary>Characters of the longest token that is looked at: 16 KiB.</summary>
    public const int LongestToken = 16 * 1024;

    private static readonly JwtResult.Refused[] Refusals = [.. Enum.GetValues<JwtRefusal>().Select(r => new JwtResult.Refused(r))];

    /// <summary>Reads a token of one kind.</summary>
    /// <param name="token">The token as received.</param>
    /// <param name="expectedTyp">The kind, compared without regard to case and to a leading <c>application/</c> (RFC 7515 §4.1.9).</param>
    /// <param name="keys">Where to look for its key.</param>
    public static JwtResult Read(string token, string expectedTyp, IVerificationKeys keys) => Read(token, [expectedTyp], keys);

    /// <summary>Reads a token of one of several kinds; null stands for a token without <c>typ</c>.</summary>
    /// <inheritdoc cref="Read(string, string, IVerificationKeys)"/>
    public static JwtResult Read(string token, ReadOnlySpan<string?> expectedTyps, IVerificationKeys keys)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(keys);

        return Read(token, expectedTyps, keys, key: out _);
    }

    /// <summary>
    /// Reads a proof of possession, which is verified under the key in its own header (RFC 9449 §4.3). It proves that its
    /// sender has that key, and nothing of who the sender is: the caller compares the key with the one it expects.
    /// </summary>
    /// <param name="token">The proof as received.</param>
    /// <param name="expectedTyp">Its kind, <c>dpop+jwt</c>.</param>
    /// <param name="key">The public key, when the result is <see cref="JwtResult.Verified"/>.</param>
    public static JwtResult ReadProof(string token, string expectedTyp, out JsonWebKey? key)
    {
        ArgumentNullException.ThrowIfNull(token);

        return Read(token, [expectedTyp], keys: null, out key);
    }

    /// <summary>The header of a token that nobody has verified: to see which key to fetch.</summary>
    public static bool TryPeekHeader(string token, [NotNullWhen(true)] out JwtHeader? header)
    {
        ArgumentNullException.ThrowIfNull(token);

        header = null;
        var end = token.IndexOf('.', StringComparison.Ordinal);
        return token.Length <= LongestToken
            && end > 0
            && Base64UrlText.TryDecode(token.AsSpan(0, end), out var json)
            && JwtHeader.TryParse(json, out header);
    }

    /// <summary>The <c>iss</c> of a token that nobody has verified, or null: to see whose keys to verify it with, and for nothing else.</summary>
    public static string? PeekIssuer(string token)
    {
        ArgumentNullException.ThrowIfNull(token);

        return token.Length <= LongestToken
            && token.Split('.') is [_, var payload, _]
            && Base64UrlText.TryDecode(payload, out var json)
            && JwtClaims.TryParse(json, out var claims)
                ? claims.Issuer
                : null;
    }

    private static JwtResult Read(string token, ReadOnlySpan<string?> expectedTyps, IVerificationKeys? keys, out JsonWebKey? key)
    {
        key = null;
        if (token.Length > LongestToken)
        {
            return Refuse(JwtRefusal.TooLong);
        }

        // Room for the token and, behind it, for whatever is decoded from it.
        var buffer = ArrayPool<byte>.Shared.Rent(2 * token.Length);
        try
        {
            if (Ascii.FromUtf16(token, buffer, out var length) != OperationStatus.Done)
            {
                return Refuse(JwtRefusal.Malformed);
            }

            return Read(buffer.AsMemory(0, length), buffer.AsMemory(length), expectedTyps, keys, out key);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static JwtResult Read(
        ReadOnlyMemory<byte> token, Memory<byte> scratch, ReadOnlySpan<string?> expectedTyps, IVerificationKeys? keys, out JsonWebKey? key)
    {
        key = null;
        switch (token.Span.Count((byte)'.'))
        {
            case 2:
                break;
            case 4:
                return Refuse(JwtRefusal.Encrypted);
            default:
                return Refuse(JwtRefusal.Malformed);
        }

        var parts = new CompactJws(token.Span);
        if (!Base64UrlText.TryDecode(parts.Header, scratch.Span, out var length) || !JwtHeader.TryParse(scratch[..length], out var header))
        {
            return Refuse(JwtRefusal.Malformed);
        }

        if ((RefusalOf(header, expectedTyps, isProof: keys is null) ?? RefusalOf(parts, scratch.Span, header, keys)) is { } refusal)
        {
            return Refuse(refusal);
        }

        // Only now, under a verified signature, do the claims count.
        if (!Base64UrlText.TryDecode(parts.Payload, out var payload) || !JwtClaims.TryParse(payload, out var claims))
        {
            return Refuse(JwtRefusal.Malformed);
        }

        key = header.Key;
        return new JwtResult.Verified(claims);
    }

    private static JwtRefusal? RefusalOf(JwtHeader header, ReadOnlySpan<string?> expectedTyps, bool isProof)
    {
        if (header.IsEncrypted)
        {
            return JwtRefusal.Encrypted;
        }

        if (header.IsCritical)
        {
            return JwtRefusal.CriticalHeader;
        }

        if (header.RefersToKey || (header.CarriesKey && !isProof))
        {
            return JwtRefusal.EmbeddedKey;
        }

        // "none" in any spelling and the symmetric algorithms end here, whatever key the token names.
        if (JwsAlgorithm.Find(header.Algorithm) is null)
        {
            return JwtRefusal.WrongAlgorithm;
        }

        return MediaType.IsAny(header.Type, expectedTyps) ? null : JwtRefusal.WrongType;
    }

    private static JwtRefusal? RefusalOf(CompactJws parts, Span<byte> scratch, JwtHeader header, IVerificationKeys? keys)
    {
        if (keys is not null)
        {
            return RefusalOf(parts, scratch, header, keys.Find(header.KeyId));
        }

        using var own = KeyOfProof(header);
        return RefusalOf(parts, scratch, header, own);
    }

    private static JwtRefusal? RefusalOf(CompactJws parts, Span<byte> scratch, JwtHeader header, VerificationKey? key)
    {
        if (key is null)
        {
            return JwtRefusal.UnknownKey;
        }

        // RFC 8725 §3.1: the key has decided; the header may only agree.
        if (!string.Equals(header.Algorithm, key.Algorithm.Name, StringComparison.Ordinal))
        {
            return JwtRefusal.WrongAlgorithm;
        }

        if (!Base64UrlText.TryDecode(parts.Signature, scratch, out var length))
        {
            return JwtRefusal.Malformed;
        }

        return key.Verify(parts.SigningInput, scratch[..length]) ? null : JwtRefusal.BadSignature;
    }

    // Key and algorithm of a proof are both its sender's choice, so an RSA key without "alg" takes the header's.
    private static VerificationKey? KeyOfProof(JwtHeader header) =>
        header.Key is { } carried && VerificationKey.TryCreate(carried with { Alg = carried.Alg ?? header.Algorithm }, out var key) ? key : null;

    private static JwtResult.Refused Refuse(JwtRefusal reason) => Refusals[(int)reason];
}
