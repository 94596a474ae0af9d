using System.Net.Http.Headers;
using System.Text;
using AuthServer.Core.Clients;
using AuthServer.Core.Results;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Endpoints;

/// <summary>Finds what a request offers to authenticate its client with: by header or by form, never both (RFC 6749 §2.3.1).</summary>
internal static class ClientCredentialsReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly OAuthError TwoMechanisms = OAuthError.InvalidRequest("The request authenticates its client in more than one way.");
    private static readonly OAuthError OtherClient = OAuthError.InvalidRequest("The client_id of the body is not that of the header.");
    private static readonly OAuthError SecretWithoutName = OAuthError.InvalidRequest("The request has a client_secret and no client_id.");

    public static Result<PresentedCredentials> Read(HttpRequest request, IReadOnlyDictionary<string, string> form)
    {
        var headers = request.Headers.Authorization;
        var name = form.GetValueOrDefault(Parameters.ClientId);
        var secret = form.GetValueOrDefault(Parameters.ClientSecret);
        return (headers.Count, name, secret) switch
        {
            _ when headers.Count > 1 => TwoMechanisms,
            (1, _, not null) => TwoMechanisms,
            (1, _, null) => Basic(headers[0], name),
            (0, null, not null) => SecretWithoutName,
            (0, null, null) => new PresentedCredentials.Absent(),
            (0, not null, null) => new PresentedCredentials.Name(new ClientId(name)),
            _ => new PresentedCredentials.Secret(new ClientId(name!), secret!),
        };
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
