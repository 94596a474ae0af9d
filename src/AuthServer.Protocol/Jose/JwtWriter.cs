using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace AuthServer.Protocol.Jose;

/// <summary>Writes signed JWTs in the compact serialization (RFC 7515 §3.1, RFC 7519 §7.1).</summary>
public static class JwtWriter
{
    private const int OnStack = 2048;

    /// <summary>Signs a payload under the header <c>alg</c>, <c>typ</c>, <c>kid</c>.</summary>
    /// <param name="key">The key, which fixes <c>alg</c> and <c>kid</c>.</param>
    /// <param name="typ">The kind of token (RFC 8725 §3.11), one of a handful: its header is kept.</param>
    /// <param name="payloadUtf8">The claims, a JSON object in UTF-8; written as it is.</param>
    public static string Sign(SigningKey key, string typ, ReadOnlySpan<byte> payloadUtf8)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentException.ThrowIfNullOrEmpty(typ);

        return Sign(key, key.Header(typ), payloadUtf8);
    }

    /// <summary>
    /// Signs a proof of possession, whose header carries the public key as <c>jwk</c> and no <c>kid</c> (RFC 9449 §4.2).
    /// </summary>
    /// <inheritdoc cref="Sign(SigningKey, string, ReadOnlySpan{byte})"/>
    public static string SignProof(SigningKey key, string typ, ReadOnlySpan<byte> payloadUtf8)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentException.ThrowIfNullOrEmpty(typ);

        return Sign(key, key.ProofHeader(typ), payloadUtf8);
    }

    private static string Sign(SigningKey key, byte[] header, ReadOnlySpan<byte> payload)
    {
        var payloadLength = Base64Url.GetEncodedLength(payload.Length);
        var inputLength = header.Length + 1 + payloadLength;
        var length = inputLength + 1 + Base64Url.GetEncodedLength(key.SignatureLength);

        byte[]? rented = null;
        var token = length <= OnStack ? stackalloc byte[OnStack] : rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            token = token[..length];
            header.CopyTo(token);
            token[header.Length] = (byte)'.';
            Base64Url.EncodeToUtf8(payload, token[(header.Length + 1)..]);

            Span<byte> signature = stackalloc byte[RsaLimits.MostBits / 8];
            signature = signature[..key.SignatureLength];
            key.Sign(token[..inputLength], signature);
            token[inputLength] = (byte)'.';
            Base64Url.EncodeToUtf8(signature, token[(inputLength + 1)..]);

            return Encoding.ASCII.GetString(token);
        }
        finally
        {
            if (rented is not null)
            {
                // The claims of a person do not lie about in the pool.
                ArrayPool<byte>.Shared.Return(rented, clearArray: true);
            }
        }
    }
}
