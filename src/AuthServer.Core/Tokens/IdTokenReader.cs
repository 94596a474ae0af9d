using AuthServer.Core.Keys;
using AuthServer.Core.Results;
using AuthServer.Protocol.Jose;
using Microsoft.Extensions.Options;

namespace AuthServer.Core.Tokens;

/// <summary>Reads ID tokens that this server signed and that come back as hints (OIDC Core §3.1.2.1, RP-Initiated Logout §2).</summary>
public sealed class IdTokenReader(SigningKeyRing keys, IOptions<TokenOptions> options)
{
    private static readonly OAuthError Invalid = OAuthError.InvalidRequest("The id_token_hint is not an ID token of this server.");

    /// <summary>What the hint names. An expired one still hints; no hint names nobody.</summary>
    public Result<IdTokenHint> ReadHint(string? token) =>
        token is null ? new IdTokenHint()
        : Read(token) is { } claims ? new IdTokenHint { Subject = claims.Subject, ClientId = claims.Audiences is [var client, ..] ? client : null, SessionId = claims.SessionId }
        : Invalid;

    private JwtClaims? Read(string token) =>
        JwtReader.Read(token, IdTokenWriter.Type, keys) is JwtResult.Verified { Claims: var claims }
        && string.Equals(claims.Issuer, options.Value.Issuer, StringComparison.Ordinal)
            ? claims
            : null;
}
