using AuthServer.Core.Keys;
using AuthServer.Protocol.Jose;
using Microsoft.Extensions.Options;

namespace AuthServer.Core.Tokens;

/// <summary>Reads access tokens that this server signed; says nothing of whether their sessions still stand.</summary>
public sealed class AccessTokenReader(SigningKeyRing keys, IOptions<TokenOptions> options, TimeProvider time)
{
    /// <summary>The claims of an access token of ours that has not expired, or null.</summary>
    public JwtClaims? ReadValid(string token)
    {
        // "iat" is the database's clock, which may be ahead of ours; "exp" is granted no such leeway here.
        var now = time.GetUtcNow();
        return Read(token) is { } claims && claims.ExpiresAt > now && Conditions.Check(claims, now) is null ? claims : null;
    }

    /// <summary>The claims of an access token of ours, expired or not, or null. Enough to end the session that it names.</summary>
    public JwtClaims? Read(string token) =>
        JwtReader.Read(token, AccessTokenWriter.Type, keys) is JwtResult.Verified { Claims: var claims }
        && string.Equals(claims.Issuer, options.Value.Issuer, StringComparison.Ordinal)
            ? claims
            : null;

    private JwtConditions Conditions => new() { Issuer = options.Value.Issuer };
}
