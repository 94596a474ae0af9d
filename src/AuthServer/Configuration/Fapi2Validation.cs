using AuthServer.Core.Clients;
using AuthServer.Core.Keys;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Configuration;

/// <summary>Whether a client that is declared to meet the FAPI 2.0 Security Profile does. What a declaration cannot break is not asked here.</summary>
internal static class Fapi2Validation
{
    public static IEnumerable<string> Refusals(ClientDeclaration client, string key, SigningKeyOptions signing, bool isDevelopment) =>
        client.Fapi2 ? Identity(client, key).Concat(Algorithms(client, key, signing)).Concat(Flow(client, key, isDevelopment)) : [];

    private static IEnumerable<string> Identity(ClientDeclaration client, string key)
    {
        if (client.Type != ClientType.Confidential)
        {
            yield return $"{key}: Fapi2 needs Type Confidential (FAPI 2.0 Security Profile §5.3.2.1).";
        }

        if (!Fapi2Profile.AuthenticationMethods.Contains(client.TokenEndpointAuthMethod, StringComparer.Ordinal))
        {
            yield return $"{key}: Fapi2 needs a TokenEndpointAuthMethod of {string.Join(", ", Fapi2Profile.AuthenticationMethods)} (§5.3.2.1).";
        }

        if (!client.DpopBoundAccessTokens && !client.TlsClientCertificateBoundAccessTokens)
        {
            yield return $"{key}: Fapi2 needs DpopBoundAccessTokens or TlsClientCertificateBoundAccessTokens (§5.3.2.1).";
        }

        if (client.GrantTypes.Contains(GrantTypes.Password))
        {
            yield return $"{key}: Fapi2 forbids the grant {GrantTypes.Password} (§5.3.2.1).";
        }
    }

    private static IEnumerable<string> Algorithms(ClientDeclaration client, string key, SigningKeyOptions signing)
    {
        var allowed = string.Join(" or ", Fapi2Profile.Algorithms);
        if (client.Jwks is { } jwks && ClientKeyValidation.UsableKeys(jwks) is { } keys && !keys.All(IsAllowed))
        {
            yield return $"{key}:Jwks: Fapi2 takes keys for {allowed} alone; an RSA key needs \"alg\":\"PS256\" (§5.4.1).";
        }

        if (!IsAllowed(client.IdTokenSignedResponseAlg))
        {
            yield return $"{key}:IdTokenSignedResponseAlg must be {allowed} with Fapi2 (§5.4.1).";
        }

        if (client.IntrospectionSignedResponseAlg is { } introspection && !IsAllowed(introspection))
        {
            yield return $"{key}:IntrospectionSignedResponseAlg must be {allowed} with Fapi2 (§5.4.1).";
        }

        if (signing.Algorithms is [var first, ..] && !IsAllowed(first))
        {
            yield return $"{key}: Fapi2 needs access tokens that are signed with {allowed}: make it the first of AuthServer:SigningKeys:Algorithms (§5.4.1).";
        }
    }

    private static IEnumerable<string> Flow(ClientDeclaration client, string key, bool isDevelopment)
    {
        foreach (var uri in client.RedirectUris.Where(uri => !ClientMetadataValidation.IsSafe(uri, isDevelopment)))
        {
            yield return $"{key}:RedirectUris: '{uri}' must be https with Fapi2 (§5.3.2.2).";
        }

        if (client.AuthorizationCodeLifetime > Fapi2Profile.LongestCode)
        {
            yield return $"{key}:AuthorizationCodeLifetime must be at most a minute with Fapi2 (§5.3.2.1).";
        }

        if (client.PushedRequestLifetime >= Fapi2Profile.PushedRequestBound)
        {
            yield return $"{key}:PushedRequestLifetime must be less than ten minutes with Fapi2 (§5.3.2.2).";
        }
    }

    private static bool IsAllowed(JsonWebKey publicKey)
    {
        if (!VerificationKey.TryCreate(publicKey, out var key))
        {
            return false;
        }

        using (key)
        {
            return Fapi2Profile.Allows(key.Algorithm);
        }
    }

    private static bool IsAllowed(string algorithm) => JwsAlgorithm.Find(algorithm) is { } known && Fapi2Profile.Allows(known);
}
