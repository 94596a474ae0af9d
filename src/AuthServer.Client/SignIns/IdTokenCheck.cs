using System.Text.Json;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Client.SignIns;

/// <summary>
/// Whether an ID token is the answer to this very sign-in (OIDC Core §3.1.3.7). It came straight from the token endpoint over TLS, which stands for its
/// signature (step 6); whoever passes it on must leave verifying it to the receiver.
/// </summary>
internal static class IdTokenCheck
{
    /// <summary>What is wrong with it; null when nothing is, or there is none.</summary>
    public static string? ProblemOf(string? idToken, string issuer, string clientId, string nonce)
    {
        if (idToken is null)
        {
            return null;
        }

        if (!TryParse(idToken, out var claims))
        {
            return "the ID token is malformed";
        }

        using (claims)
        {
            var root = claims.RootElement;
            return Text(root, ClaimNames.Issuer) != issuer ? "the ID token names another issuer"
                : !IsFor(root, clientId) ? "the ID token is for another client"
                : Text(root, ClaimNames.Nonce) != nonce ? "the ID token belongs to another sign-in"
                : null;
        }
    }

    /// <summary>A claim of a token that has been checked, when it is a string.</summary>
    public static string? TextOf(string? idToken, string claim)
    {
        if (idToken is null || !TryParse(idToken, out var claims))
        {
            return null;
        }

        using (claims)
        {
            return Text(claims.RootElement, claim);
        }
    }

    private static bool IsFor(JsonElement claims, string clientId) => claims.TryGetProperty(ClaimNames.Audience, out var audience) && audience.ValueKind switch
    {
        JsonValueKind.String => audience.GetString() == clientId,
        JsonValueKind.Array => audience.EnumerateArray().Any(one => one.ValueKind == JsonValueKind.String && one.GetString() == clientId),
        _ => false,
    };

    private static string? Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool TryParse(string idToken, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out JsonDocument? claims)
    {
        claims = idToken.Split('.') is [_, var payload, _] && Base64UrlText.TryDecode(payload, out var json) ? Requests.TokenAnswerReader.Parse(json) : null;
        return claims is { RootElement.ValueKind: JsonValueKind.Object };
    }
}
