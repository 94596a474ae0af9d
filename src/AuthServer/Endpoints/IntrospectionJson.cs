using System.Text.Json;
using AuthServer.Core.Introspection;
using AuthServer.Core.Proofs;
using AuthServer.Core.Sessions;
using AuthServer.Protocol.Dpop;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Endpoints;

/// <summary>The members of an introspection answer (RFC 7662 §2.2).</summary>
internal static class IntrospectionJson
{
    private const string Active = "active";

    public static void Write(Utf8JsonWriter json, IntrospectionResponse response)
    {
        json.WriteBoolean(Active, response is not IntrospectionResponse.Inactive);
        switch (response)
        {
            case IntrospectionResponse.AccessToken token:
                Write(json, token.Claims);
                break;
            case IntrospectionResponse.RefreshToken token:
                Write(json, token.Session);
                break;
        }
    }

    /// <summary>An access token says of itself what there is to say.</summary>
    private static void Write(Utf8JsonWriter json, JwtClaims claims)
    {
        // RFC 9449 §6.2: the claims name the key, in "cnf".
        json.WriteString(Parameters.TokenType, KeyBinding.Of(claims).JwkThumbprint is null ? "Bearer" : DpopNames.Scheme);
        using var document = JsonDocument.Parse(claims.Payload);
        foreach (var claim in document.RootElement.EnumerateObject().Where(claim => claim.Name is not (Active or Parameters.TokenType)))
        {
            claim.WriteTo(json);
        }
    }

    private static void Write(Utf8JsonWriter json, Session session)
    {
        json.WriteString(Parameters.TokenType, TokenTypeHints.RefreshToken);
        json.WriteString(ClaimNames.Subject, session.UserId.Value);
        json.WriteString(ClaimNames.ClientId, session.ClientId.Value);
        json.WriteString(ClaimNames.Scope, session.Scopes.ToString());
        json.WriteString(ClaimNames.SessionId, session.Id.Value);
        json.WriteNumber(ClaimNames.IssuedAt, session.RotatedAt.ToUnixTimeSeconds());
        json.WriteNumber(ClaimNames.ExpiresAt, session.ExpiresAt.ToUnixTimeSeconds());
    }
}
