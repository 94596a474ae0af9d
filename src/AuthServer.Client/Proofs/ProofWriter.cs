using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using AuthServer.Client.Requests;
using AuthServer.Protocol.Dpop;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Client.Proofs;

/// <summary>Makes proofs of possession (RFC 9449 §4.2), one for each request.</summary>
internal static class ProofWriter
{
    private const int IdLength = 16;

    /// <param name="accessToken">The token that is sent with the request, for <c>ath</c>; null at the token endpoint.</param>
    public static string Write(SigningKey key, HttpMethod method, Uri address, OriginNotes notes, string? accessToken = null)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString(ClaimNames.JwtId, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdLength)));
            writer.WriteString(DpopNames.Method, method.Method);

            // Without query and fragment.
            writer.WriteString(DpopNames.Uri, address.GetLeftPart(UriPartial.Path));
            writer.WriteNumber(ClaimNames.IssuedAt, notes.Now(address).ToUnixTimeSeconds());
            if (accessToken is not null)
            {
                writer.WriteString(DpopNames.AccessTokenHash, DpopProof.AccessTokenHash(accessToken));
            }

            if (notes.NonceFor(address) is { } nonce)
            {
                writer.WriteString(DpopNames.Nonce, nonce);
            }

            writer.WriteEndObject();
        }

        return JwtWriter.SignProof(key, DpopNames.ProofType, json.WrittenSpan);
    }
}
