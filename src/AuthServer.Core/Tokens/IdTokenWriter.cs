using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AuthServer.Core.Sessions;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Tokens;

/// <summary>
/// Writes and signs ID tokens (OIDC Core §2): who signed in, when and how. What the scopes <c>profile</c>, <c>email</c> and so on open is told by
/// the UserInfo endpoint (§5.4).
/// </summary>
internal static class IdTokenWriter
{
    public const string Type = "JWT";

    public static string Sign(Session session, string? nonce, string accessToken, DateTimeOffset now, DateTimeOffset expiresAt, string issuer, SigningKey key)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString(ClaimNames.Issuer, issuer);
        json.WriteString(ClaimNames.Subject, session.UserId.Value);
        json.WriteString(ClaimNames.Audience, session.ClientId.Value);
        json.WriteNumber(ClaimNames.ExpiresAt, expiresAt.ToUnixTimeSeconds());
        json.WriteNumber(ClaimNames.IssuedAt, now.ToUnixTimeSeconds());
        json.WriteNumber(ClaimNames.AuthenticatedAt, session.AuthenticatedAt.ToUnixTimeSeconds());
        if (nonce is not null)
        {
            json.WriteString(ClaimNames.Nonce, nonce);
        }

        json.WriteString(ClaimNames.AuthenticationContext, session.Acr);
        json.WriteStrings(ClaimNames.AuthenticationMethods, session.Amr.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        json.WriteString(ClaimNames.AccessTokenHash, HalfHash(accessToken, key.Algorithm));
        json.WriteString(ClaimNames.SessionId, session.Id.Value);
        json.WriteEndObject();
        json.Flush();
        return JwtWriter.Sign(key, Type, buffer.WrittenSpan);
    }

    /// <summary>OIDC Core §3.1.3.6: the left half of the hash that goes with the signing algorithm.</summary>
    private static string HalfHash(string accessToken, JwsAlgorithm algorithm)
    {
        var text = Encoding.ASCII.GetBytes(accessToken);
        var hash = algorithm == JwsAlgorithm.ES384 ? SHA384.HashData(text) : SHA256.HashData(text);
        return Base64Url.EncodeToString(hash.AsSpan(0, hash.Length / 2));
    }
}
