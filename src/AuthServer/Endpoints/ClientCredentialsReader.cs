using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using AuthServer.Core.Clients;
using AuthServer.Core.Results;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Endpoints;

/// <summary>
/// Finds what a request offers to authenticate its client with: by header, by form, by an assertion or by the connection's certificate, and by one of
/// them only (RFC 6749 §2.3).
/// </summary>
internal static class ClientCredentialsReader
{
    /// <summary>RFC 7523 §2.2.</summary>
    private const string JwtBearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly OAuthError TwoMechanisms = OAuthError.InvalidRequest("The request authenticates its client in more than one way.");
    private static readonly OAuthError OtherClient = OAuthError.InvalidRequest("The client_id of the body is not that of the header.");
    private static readonly OAuthError SecretWithoutName = OAuthError.InvalidRequest("The request has a client_secret and no client_id.");
    private static readonly OAuthError HalfAnAssertion = OAuthError.InvalidRequest("The client_assertion and the client_assertion_type come together.");
    private static readonly OAuthError OtherIssuer = OAuthError.InvalidClient("the assertion is from another client than the client_id, or from nobody");

    /// <param name="certificate">The certificate that the TLS connection was made with, or null.</param>
    public static Result<PresentedCredentials> Read(HttpRequest request, IReadOnlyDictionary<string, string> form, X509Certificate2? certificate)
    {
        var headers = request.Headers.Authorization;
        var name = form.GetValueOrDefault(Parameters.ClientId);
        var secret = form.GetValueOrDefault(Parameters.ClientSecret);
        var assertion = form.GetValueOrDefault(Parameters.ClientAssertion);
        var assertionType = form.GetValueOrDefault(Parameters.ClientAssertionType);
        if (headers.Count + (secret is null ? 0 : 1) + ((assertion ?? assertionType) is null ? 0 : 1) > 1)
        {
            return TwoMechanisms;
        }

        return (headers.Count, name, secret) switch
        {
            _ when (assertion ?? assertionType) is not null => Assertion(assertion, assertionType, name),
            (1, _, _) => Basic(headers[0], name),
            (_, null, not null) => SecretWithoutName,
            (_, null, null) => new PresentedCredentials.Absent(),
            (_, not null, not null) => new PresentedCredentials.Secret(new ClientId(name), secret),
            _ when certificate is not null => new PresentedCredentials.Certificate(new ClientId(name), certificate),
            _ => new PresentedCredentials.Name(new ClientId(name)),
        };
    }

    /// <summary>RFC 7521 §4.2: client_id may be left out, and agrees with the assertion otherwise.</summary>
    private static Result<PresentedCredentials> Assertion(string? assertion, string? type, string? nameInForm)
    {
        if (assertion is null || type is null)
        {
            return HalfAnAssertion;
        }

        if (type != JwtBearer)
        {
            return OAuthError.InvalidClient("a client_assertion_type that is not known");
        }

        return JwtReader.PeekIssuer(assertion) is { } name && (nameInForm is null || nameInForm == name)
            ? new PresentedCredentials.Assertion(new ClientId(name), assertion)
            : OtherIssuer;
    }

    private static Result<PresentedCredentials> Basic(string? header, string? nameInForm)
    {
        if (!AuthenticationHeaderValue.TryParse(header, out var value) || !value.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase))
        {
            return OAuthError.InvalidClient("an Authorization header that is not Basic");
        }

        if (Decode(value.Parameter ?? "") is not var (name, secret))
        {
            return OAuthError.InvalidClient("malformed Basic credentials");
        }

        return nameInForm is null || nameInForm == name ? new PresentedCredentials.Secret(new ClientId(name), secret) : OtherClient;
    }

    /// <summary>Both parts are form-encoded before they are joined and base64-encoded.</summary>
    private static (string Name, string Secret)? Decode(string parameter)
    {
        var bytes = new byte[parameter.Length];
        if (!Convert.TryFromBase64String(parameter, bytes, out var length))
        {
            return null;
        }

        try
        {
            var text = StrictUtf8.GetString(bytes, 0, length);
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1 || text.Contains('\0', StringComparison.Ordinal))
            {
                return null;
            }

            var (name, secret) = (FormDecode(text[..colon]), FormDecode(text[(colon + 1)..]));
            // NUL is no character of either (RFC 6749 appendix A), and HMAC, which pads keys with it, would take "secret" and "secret NUL" for one.
            return secret.Length == 0 || name.Contains('\0', StringComparison.Ordinal) || secret.Contains('\0', StringComparison.Ordinal) ? null : (name, secret);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static string FormDecode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
