using System.Text.Json;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Authorization;

/// <summary>The claims of a request object as the parameters that they stand for (RFC 9101 §4).</summary>
internal static class RequestObjectParameters
{
    /// <summary>Of the token itself and not of the request.</summary>
    private static readonly string[] OfTheToken =
        [ClaimNames.Issuer, ClaimNames.Subject, ClaimNames.Audience, ClaimNames.ExpiresAt, ClaimNames.IssuedAt, ClaimNames.NotBefore, ClaimNames.JwtId];

    /// <summary>Null when a value could not have been sent by a form: the same is asked of it as of any other request.</summary>
    public static Dictionary<string, string>? Of(JwtClaims claims)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        using var document = JsonDocument.Parse(claims.Payload);
        foreach (var claim in document.RootElement.EnumerateObject().Where(claim => !OfTheToken.Contains(claim.Name)))
        {
            if (TextOf(claim) is not { } text || text.Contains('\0', StringComparison.Ordinal))
            {
                return null;
            }

            if (text.Length > 0)
            {
                parameters[claim.Name] = text;
            }
        }

        return parameters;
    }

    private static string? TextOf(JsonProperty claim) => claim.Value.ValueKind switch
    {
        JsonValueKind.String when claim.Name == Parameters.Resource => Joined([claim.Value]),
        JsonValueKind.String => claim.Value.GetString(),
        JsonValueKind.Array when claim.Name == Parameters.Resource => Joined([.. claim.Value.EnumerateArray()]),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False or JsonValueKind.Object or JsonValueKind.Array => claim.Value.GetRawText(),
        _ => null,
    };

    /// <summary>RFC 8707 §2.1: several resources are a list here, and joined by spaces further in, which no resource has.</summary>
    private static string? Joined(JsonElement[] values) =>
        values.All(value => value.ValueKind == JsonValueKind.String && !value.GetString()!.Contains(' ', StringComparison.Ordinal))
            ? string.Join(' ', values.Select(value => value.GetString()))
            : null;
}
