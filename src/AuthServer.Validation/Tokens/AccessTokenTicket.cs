using System.Collections.ObjectModel;
using System.Security.Claims;
using AuthServer.Protocol.Jose;
using Microsoft.AspNetCore.Authentication;

namespace AuthServer.Validation.Tokens;

/// <summary>
/// Turns the claims of an accepted access token (RFC 9068 §2.2) into a caller. Claim types are the token's own names; <c>scope</c>,
/// <c>roles</c> and <c>amr</c> become one claim for each value.
/// </summary>
internal static class AccessTokenTicket
{
    private static readonly string[] Single = ["acr", "name"];
    private static readonly string[] Several = ["roles", "amr"];

    public static AuthenticationTicket Create(JwtClaims token, string scheme)
    {
        var principal = new SharedPrincipal(new SharedIdentity(Claims(token), scheme));
        return new AuthenticationTicket(principal, Properties(token), scheme);
    }

    private static IEnumerable<Claim> Claims(JwtClaims token)
    {
        (string Type, string? Value)[] typed =
            [("sub", token.Subject), ("client_id", token.ClientId), ("jti", token.JwtId), ("sid", token.SessionId)];
        var single = Single.Select(type => (Type: type, Value: token.GetString(type)));
        var several = Several.SelectMany(type => token.GetStrings(type), (type, value) => (Type: type, Value: (string?)value));
        var scopes = token.Scopes.Select(scope => (Type: "scope", Value: (string?)scope));

        foreach (var (type, value) in typed.Concat(single).Concat(several).Concat(scopes))
        {
            if (value is not null)
            {
                yield return new Claim(type, value, ClaimValueTypes.String, token.Issuer);
            }
        }
    }

    // Shared like the principal, so read-only like it.
    private static AuthenticationProperties Properties(JwtClaims token)
    {
        var draft = new AuthenticationProperties { IssuedUtc = token.IssuedAt, ExpiresUtc = token.ExpiresAt };
        return new AuthenticationProperties(new ReadOnlyDictionary<string, string?>(draft.Items), ReadOnlyDictionary<string, object?>.Empty);
    }
}
