using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using AuthServer.Protocol.Dpop;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Client.Proofs;

/// <summary>Makes proofs of possession (RFC 9449 §4.2), one for each request.</summary>
internal static class ProofWriter
{
    private const int IdLength = 16;

    /// <param name="key">Whose possession is proven.</param>
    /// <param name="method">The request's method.</param>
    /// <param name="address">The request's address.</param>
    /// <param name="now">The time, by the receiver's clock.</param>
    /// <param name="nonce">The receiver's nonce; null while none is known.</param>
    /// <param name="accessToken">The token that is sent with the request, for <c>ath</c>; null at the token endpoint.</param>
    public static string Write(SigningKey key, HttpMethod method, Uri address, DateTimeOffset now, string? nonce, string? accessToken = null)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString(ClaimNames.JwtId, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdLength)));
            writer.WriteString(DpopNames.Method, method.Method);

            // Without query and fragment.
            writer.WriteString(DpopNames.Uri, address.GetLeftPart(UriPartial.Path));
            writer.WriteNumber(ClaimNames.IssuedAt, now.ToUnixTimeSeconds());
            if (accessToken is not null)
            {
                writer.WriteString(DpopNames.AccessTokenHash, DpopProof.AccessTokenHash(accessToken));
            }

            if (nonce is not null)
            {
                writer.WriteString(DpopNames.Nonce, nonce);
            }

            writer.WriteEndObject();
        }

        return JwtWriter.SignProof(key, DpopNames.ProofType, json.WrittenSpan);
    }
}
