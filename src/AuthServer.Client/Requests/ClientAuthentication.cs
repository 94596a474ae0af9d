using System.Buffers;
using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Client.Requests;

/// <summary>How this client shows who it is (RFC 6749 §2.3, RFC 7523 §2.2); one mechanism in a request.</summary>
internal sealed class ClientAuthentication(AuthServerClientOptions options, OriginNotes notes)
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private const string AssertionMediaType = "client-authentication+jwt";
    private const int IdLength = 16;
    private static readonly TimeSpan AssertionLifetime = TimeSpan.FromMinutes(1);

    public void Apply(HttpRequestMessage request, List<KeyValuePair<string, string>> form)
    {
        if (options.ClientSecret is { } secret)
        {
            // RFC 6749 §2.3.1: both parts are form-encoded before they are joined.
            var pair = $"{FormEncoded(options.ClientId)}:{FormEncoded(secret)}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(pair)));
            return;
        }

        form.Add(new(Parameters.ClientId, options.ClientId));
        if (options.ClientKey is { } key)
        {
            form.Add(new(Parameters.ClientAssertionType, AssertionType));
            form.Add(new(Parameters.ClientAssertion, Assertion(key, request.RequestUri!)));
        }
    }

    // RFC 7523 §3; the audience is the issuer, so that no other server can pass the assertion on.
    private string Assertion(SigningKey key, Uri address)
    {
        var now = notes.Now(address);
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString(ClaimNames.Issuer, options.ClientId);
            writer.WriteString(ClaimNames.Subject, options.ClientId);
            writer.WriteString(ClaimNames.Audience, options.Issuer);
            writer.WriteString(ClaimNames.JwtId, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdLength)));
            writer.WriteNumber(ClaimNames.IssuedAt, now.ToUnixTimeSeconds());
            writer.WriteNumber(ClaimNames.ExpiresAt, (now + AssertionLifetime).ToUnixTimeSeconds());
            writer.WriteEndObject();
        }

        return JwtWriter.Sign(key, AssertionMediaType, json.WrittenSpan);
    }

    private static string FormEncoded(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);
}
