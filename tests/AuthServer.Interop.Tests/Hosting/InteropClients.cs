using AuthServer.Configuration;
using AuthServer.Core.Clients;

namespace AuthServer.Interop.Tests.Hosting;

/// <summary>The clients of the scenarios as the server knows them, and as they know themselves.</summary>
internal static class InteropClients
{
    public const string Scope = "openid profile email offline_access api";
    public const string RedirectUri = "https://client.example/callback";
    public const string PostLogoutRedirectUri = "https://client.example/signed-out";

    private const string Secret = "kSbFQmVx4pC9yTzN1rJ7hGdWu0eLa3oI";

    // What form-encoding changes (RFC 6749 §2.3.1), for libraries that do encode.
    private const string OddSecret = "a secret: with + signs, 100 %/é";

    private static readonly ClientKey Key = ClientKey.Create();

    public static readonly IReadOnlyList<ClientDeclaration> All =
    [
        With(Declare("first-party", ClientType.Public, "password", "refresh_token"), client => client.Scopes.Add("files")),
        Declare("first-party-web", ClientType.Confidential, "password", "refresh_token"),
        Declare("odd: first+party", ClientType.Confidential, "password", "refresh_token"),
        WithRedirects(Declare("native", ClientType.Public, "authorization_code", "refresh_token")),
        With(WithRedirects(Declare("web", ClientType.Confidential, "authorization_code", "refresh_token")), client => client.RequireConsent = true),
        With(WithRedirects(Declare("jwt", ClientType.Confidential, "authorization_code", "refresh_token", "client_credentials")), UseKey),
        Declare("tv", ClientType.Public, "urn:ietf:params:oauth:grant-type:device_code", "refresh_token"),
        Declare("machine", ClientType.Confidential, "client_credentials"),
        With(Declare("files", ClientType.Confidential, "urn:ietf:params:oauth:grant-type:token-exchange"), client => client.MayDelegate = true),
        Declare("api", ClientType.ResourceServer),
    ];

    /// <summary>What a client is told of itself.</summary>
    public static object AsItself(string id, string method) => new
    {
        id,
        method,
        Secret = method.StartsWith("client_secret", StringComparison.Ordinal) ? SecretOf(id) : null,
        PrivateJwk = method == ClientAuthenticationMethods.PrivateKeyJwt ? Key.Private : null,
    };

    private static ClientDeclaration Declare(string id, ClientType type, params string[] grants)
    {
        var client = new ClientDeclaration
        {
            Id = id,
            Type = type,
            Secret = type == ClientType.Public ? null : SecretOf(id),
            MayIntrospect = type == ClientType.ResourceServer,
        };
        grants.ToList().ForEach(client.GrantTypes.Add);
        (type == ClientType.ResourceServer ? [] : Scope.Split(' ')).ToList().ForEach(client.Scopes.Add);
        return client;
    }

    private static ClientDeclaration With(ClientDeclaration client, Action<ClientDeclaration> change)
    {
        change(client);
        return client;
    }

    private static ClientDeclaration WithRedirects(ClientDeclaration client)
    {
        client.RedirectUris.Add(RedirectUri);
        client.PostLogoutRedirectUris.Add(PostLogoutRedirectUri);
        return client;
    }

    private static void UseKey(ClientDeclaration client)
    {
        (client.Secret, client.TokenEndpointAuthMethod, client.Jwks) = (null, ClientAuthenticationMethods.PrivateKeyJwt, Key.PublicSet);
        client.RequirePushedAuthorizationRequests = true;
    }

    private static string SecretOf(string id) => id.StartsWith("odd", StringComparison.Ordinal) ? OddSecret : Secret;
}
