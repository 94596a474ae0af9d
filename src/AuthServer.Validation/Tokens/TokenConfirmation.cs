using System.Text.Json;
using AuthServer.Protocol.Dpop;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Validation.Tokens;

/// <summary>What a token's holder must show beside it (<c>cnf</c>, RFC 7800 §3.1). With both members, both.</summary>
/// <param name="KeyThumbprint">Of the key that proofs are made with (RFC 9449 §6.1); null when none is named.</param>
/// <param name="CertificateThumbprint">Of the client certificate of the connection (RFC 8705 §3.1); null when none is named.</param>
internal sealed record TokenConfirmation(string? KeyThumbprint, string? CertificateThumbprint)
{
    private const string CertificateHash = "x5t#S256";

    /// <summary>False when the token is bound to something that cannot be checked here; true with null when it is not bound at all.</summary>
    public static bool TryRead(JwtClaims claims, out TokenConfirmation? confirmation)
    {
        confirmation = null;
        if (claims.Get(ClaimNames.Confirmation) is not { } cnf)
        {
            return true;
        }

        if (cnf.ValueKind != JsonValueKind.Object || !TryText(cnf, DpopNames.KeyThumbprint, out var key) || !TryText(cnf, CertificateHash, out var certificate))
        {
            return false;
        }

        confirmation = new TokenConfirmation(key, certificate);
        return key is not null || certificate is not null;
    }

    /// <summary>True when the member is absent or a string that says something.</summary>
    private static bool TryText(JsonElement cnf, string name, out string? value)
    {
        value = null;
        if (!cnf.TryGetProperty(name, out var member))
        {
            return true;
        }

        value = member.ValueKind == JsonValueKind.String ? member.GetString() : null;
        return !string.IsNullOrEmpty(value);
    }
}
