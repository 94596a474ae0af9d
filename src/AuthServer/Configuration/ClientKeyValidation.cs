using System.Text;
using System.Text.Json;
using AuthServer.Core.Clients;
using AuthServer.Protocol.Jose;

namespace AuthServer.Configuration;

/// <summary>Whether a client has the keys and certificates that it is declared to work with.</summary>
internal static class ClientKeyValidation
{
    private static readonly string[] Methods =
        [ClientAuthenticationMethods.PrivateKeyJwt, ClientAuthenticationMethods.TlsClient, ClientAuthenticationMethods.SelfSignedTlsClient];

    /// <summary>Whether the client shows who it is by a key of its own, and has no secret.</summary>
    public static bool AuthenticatesByKey(ClientDeclaration client) => Methods.Contains(client.TokenEndpointAuthMethod, StringComparer.Ordinal);

    public static IEnumerable<string> Refusals(ClientDeclaration client, string key, AuthServerOptions options) =>
        Method(client, key).Concat(Keys(client, key)).Concat(Certificates(client, key, options));

    private static IEnumerable<string> Method(ClientDeclaration client, string key)
    {
        if (client.TokenEndpointAuthMethod is not null && !AuthenticatesByKey(client))
        {
            yield return $"{key}:TokenEndpointAuthMethod must be one of {string.Join(", ", Methods)}, or unset: then a Secret, or nothing for a public client.";
        }

        if (AuthenticatesByKey(client) && client.Type == ClientType.Public)
        {
            yield return $"{key}:TokenEndpointAuthMethod is not for a public client, which cannot keep a key; remove it or set Type to Confidential.";
        }
    }

    private static IEnumerable<string> Keys(ClientDeclaration client, string key)
    {
        var needsKeys = client.TokenEndpointAuthMethod is ClientAuthenticationMethods.PrivateKeyJwt or ClientAuthenticationMethods.SelfSignedTlsClient
            || client.RequireSignedRequestObject;
        if (client.Jwks is null)
        {
            if (needsKeys)
            {
                yield return $"{key}:Jwks must hold the client's public keys, a JSON Web Key Set, for its TokenEndpointAuthMethod or RequireSignedRequestObject.";
            }

            yield break;
        }

        if (UsableKeys(client.Jwks) is not { } keys)
        {
            yield return $"{key}:Jwks must be a JSON Web Key Set (RFC 7517 §5) of public keys: EC on P-256 or P-384, or RSA of 2048 to 8192 bits. "
                + "Leave out keys for encryption, and every private member: a private key belongs to the client alone.";
        }
        else if (keys.Count > 1 && keys.Select(usable => usable.Kid ?? "").Append("").Distinct(StringComparer.Ordinal).Count() <= keys.Count)
        {
            yield return $"{key}:Jwks has several keys, so each needs a 'kid' of its own.";
        }
    }

    private static IEnumerable<string> Certificates(ClientDeclaration client, string key, AuthServerOptions options)
    {
        var isTls = client.TokenEndpointAuthMethod is ClientAuthenticationMethods.TlsClient or ClientAuthenticationMethods.SelfSignedTlsClient;
        if ((isTls || client.TlsClientCertificateBoundAccessTokens) && !options.ClientCertificates)
        {
            yield return $"{key} works with TLS client certificates, which are asked for only when AuthServer:ClientCertificates is true.";
        }

        if (client.TokenEndpointAuthMethod == ClientAuthenticationMethods.TlsClient)
        {
            if (client.TlsClientAuthSubjectDn is not { } subject || !DistinguishedName.IsValid(subject))
            {
                yield return $"{key}:TlsClientAuthSubjectDn must be the subject of the client's certificate, such as CN=client,O=Example,C=DE (RFC 8705 §2.1.2).";
            }

            if (options.ClientCertificateAuthorities is null)
            {
                yield return $"{key}: tls_client_auth needs AuthServer:ClientCertificateAuthorities, a PEM file with the authorities that certify clients.";
            }
        }
        else if (client.TlsClientAuthSubjectDn is not null)
        {
            yield return $"{key}:TlsClientAuthSubjectDn is for TokenEndpointAuthMethod tls_client_auth alone; remove it.";
        }
    }

    /// <summary>Null unless every key of the set can be used.</summary>
    public static IReadOnlyList<JsonWebKey>? UsableKeys(string jwks)
    {
        if (!JsonWebKeySet.TryParse(Encoding.UTF8.GetBytes(jwks), out var set))
        {
            return null;
        }

        using var document = JsonDocument.Parse(jwks);
        using var usable = new VerificationKeySet(set);
        return usable.Keys.Count > 0 && usable.Keys.Count == document.RootElement.GetProperty("keys").GetArrayLength() ? set.Keys : null;
    }
}
