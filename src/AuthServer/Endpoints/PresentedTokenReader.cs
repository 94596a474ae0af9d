using System.Net.Http.Headers;
using AuthServer.Core.Results;
using AuthServer.Core.Tokens;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Endpoints;

/// <summary>Finds the access token of a request to this server itself: in the Authorization header alone (RFC 6750 §2.1, RFC 9449 §7.1).</summary>
internal static class PresentedTokenReader
{
    /// <summary>No token at all: answered with a challenge that names no error (RFC 6750 §3.1).</summary>
    public static readonly OAuthError NoToken = new(ErrorCodes.InvalidToken, "The request has no access token.");

    private static readonly OAuthError Unreadable = OAuthError.InvalidRequest("The Authorization header is malformed.");

    public static Result<PresentedToken> Read(HttpRequest request)
    {
        var headers = request.Headers.Authorization;
        if (headers.Count == 0)
        {
            return NoToken;
        }

        if (headers.Count > 1 || !AuthenticationHeaderValue.TryParse(headers[0], out var value) || string.IsNullOrEmpty(value.Parameter))
        {
            return Unreadable;
        }

        return value.Scheme.ToUpperInvariant() switch
        {
            "BEARER" => new PresentedToken(value.Parameter, IsDpop: false),
            "DPOP" => new PresentedToken(value.Parameter, IsDpop: true),
            _ => NoToken,
        };
    }
}
