using System.Text;
using AuthServer.Configuration;
using AuthServer.Core.Clients;
using AuthServer.Protocol.Jose;

namespace AuthServer.Tests.Hosting;

/// <summary>Clients that have keys of their own, for servers that declare them.</summary>
public static class KeyedClients
{
    public static readonly SigningKey Key = SigningKey.Generate(JwsAlgorithm.ES256);

    public static readonly SigningKey OtherKey = SigningKey.Generate(JwsAlgorithm.ES256);

    public static readonly IReadOnlyList<SigningKey> OneOfEach = [.. JwsAlgorithm.All.Select(algorithm => SigningKey.Generate(algorithm))];

    public static readonly ClientDeclaration Signer = Confidential("signer", Key);

    public static readonly ClientDeclaration OtherSigner = Confidential("other-signer", OtherKey);

    public static readonly ClientDeclaration ManyKeys = Confidential("many-keys", [.. OneOfEach]);

    /// <summary>Anybody could be it, and yet it can sign its requests.</summary>
    public static readonly ClientDeclaration Requester = new()
    {
        Id = "requester",
        Jwks = Jwks(Key),
        GrantTypes = { "authorization_code", "refresh_token" },
        RedirectUris = { "https://requester.example/callback", "https://requester.example/second" },
        Scopes = { "openid", "offline_access", "api" },
    };

    public static readonly ClientDeclaration StrictRequester = new()
    {
        Id = "strict-requester",
        Jwks = Jwks(Key),
        RequireSignedRequestObject = true,
        GrantTypes = { "authorization_code", "refresh_token" },
        RedirectUris = { "https://strict.example/callback" },
        Scopes = { "openid", "offline_access", "api" },
    };

    public static readonly ClientDeclaration Fapi = new()
    {
        Id = "fapi",
        Type = ClientType.Confidential,
        Fapi2 = true,
        TokenEndpointAuthMethod = ClientAuthenticationMethods.PrivateKeyJwt,
        Jwks = Jwks(Key),
        DpopBoundAccessTokens = true,
        IdTokenSignedResponseAlg = "ES256",
        MayIntrospect = true,
        GrantTypes = { "authorization_code", "refresh_token" },
        RedirectUris = { "https://fapi.example/callback" },
        Scopes = { "openid", "offline_access", "api" },
    };

    public static readonly IReadOnlyList<ClientDeclaration> All = [.. TestClients.All, Signer, OtherSigner, ManyKeys, Requester, StrictRequester, Fapi];

    public static string Jwks(params SigningKey[] keys) => Encoding.UTF8.GetString(new JsonWebKeySet([.. keys.Select(key => key.PublicKey)]).ToUtf8Json());

    private static ClientDeclaration Confidential(string id, params SigningKey[] keys) => new()
    {
        Id = id,
        Type = ClientType.Confidential,
        TokenEndpointAuthMethod = ClientAuthenticationMethods.PrivateKeyJwt,
        Jwks = Jwks(keys),
        MayIntrospect = true,
        GrantTypes = { "password", "refresh_token" },
        Scopes = { "openid", "offline_access", "api" },
    };
}
