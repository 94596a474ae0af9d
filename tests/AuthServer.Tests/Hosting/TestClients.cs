using AuthServer.Configuration;
using AuthServer.Core.Clients;

namespace AuthServer.Tests.Hosting;

/// <summary>The clients and scopes that every test server declares.</summary>
public static class TestClients
{
    public const string AllScopes = "openid profile email roles offline_access api files authserver.admin";

    public const string DefaultScopes = "openid roles offline_access api";

    public static readonly ClientDeclaration App = Public("app");

    public static readonly ClientDeclaration OtherApp = Public("other-app");

    public static readonly ClientDeclaration Web = Confidential("web", "web-secret", introspects: true);

    public static readonly ClientDeclaration OtherWeb = Confidential("other-web", "other-secret", introspects: false);

    /// <summary>Every character that form-encoding (RFC 6749 appendix B) is about.</summary>
    public static readonly ClientDeclaration Odd = Confidential("odd: a+b 100%/é", "s:e c+r%41&t=ü", introspects: false);

    public static readonly ClientDeclaration StrictApp = Public("strict-app", retryWindow: "0");

    public static readonly ClientDeclaration PatientApp = Public("patient-app", retryWindow: "until-used");

    public static readonly ClientDeclaration CappedApp = Public("capped-app", retryLimit: 3);

    public static readonly ClientDeclaration BriefApp = Public("brief-app", accessTokenLifetime: TimeSpan.FromSeconds(1));

    public static readonly ClientDeclaration ProvingApp = Public("proving-app", dpopBound: true);

    public static readonly ClientDeclaration RefreshOnlyApp =
        new() { Id = "refresh-only-app", GrantTypes = { "refresh_token" }, Scopes = { "openid", "offline_access" } };

    /// <summary>Signs users in with codes; its pages are at https://app.example.</summary>
    public static readonly ClientDeclaration CodeApp = Redirecting(new() { Id = "code-app" }, "https://app.example/callback");

    public static readonly ClientDeclaration OtherCodeApp = Redirecting(new() { Id = "other-code-app" }, "https://other.example/callback");

    public static readonly ClientDeclaration CodeWeb =
        Redirecting(new() { Id = "code-web", Type = ClientType.Confidential, Secret = "code-secret" }, "https://web.example/callback", "https://web.example/second?kept=yes");

    public static readonly ClientDeclaration AskingApp = Redirecting(new() { Id = "asking-app", RequireConsent = true }, "https://asking.example/callback");

    public static readonly ClientDeclaration NativeApp = Redirecting(new() { Id = "native-app" }, "http://127.0.0.1/callback");

    public static readonly ClientDeclaration PushingApp =
        Redirecting(new() { Id = "pushing-app", RequirePushedAuthorizationRequests = true }, "https://pushing.example/callback");

    public static readonly ClientDeclaration HastyApp =
        Redirecting(new() { Id = "hasty-app", AuthorizationCodeLifetime = TimeSpan.FromMilliseconds(1) }, "https://hasty.example/callback");

    /// <summary>Has a redirect URI and no grant that would use it.</summary>
    public static readonly ClientDeclaration GrantlessApp = new() { Id = "grantless-app", RedirectUris = { "https://grantless.example/callback" }, Scopes = { "openid", "offline_access", "api" } };

    public static readonly ClientDeclaration Api = new() { Id = "api", Type = ClientType.ResourceServer, Secret = "api-secret", MayIntrospect = true };

    public static readonly ClientDeclaration FilesApi = new() { Id = "files", Type = ClientType.ResourceServer, Secret = "files-secret", MayIntrospect = true };

    public static readonly IReadOnlyList<ClientDeclaration> All =
        [App, OtherApp, Web, OtherWeb, Odd, StrictApp, PatientApp, CappedApp, BriefApp, ProvingApp, RefreshOnlyApp,
            CodeApp, OtherCodeApp, CodeWeb, AskingApp, NativeApp, PushingApp, HastyApp, GrantlessApp, Api, FilesApi];

    public static readonly IReadOnlyList<ScopeDeclaration> Scopes =
    [
        .. new[] { "openid", "profile", "email", "roles", "offline_access", "authserver.admin" }.Select(name => new ScopeDeclaration { Name = name }),
        new ScopeDeclaration { Name = "api", Resources = { "api" } },
        new ScopeDeclaration { Name = "files", Resources = { "files" } },
    ];

    private static ClientDeclaration Public(string id, string? retryWindow = null, int retryLimit = 256, TimeSpan? accessTokenLifetime = null, bool dpopBound = false) =>
        Granted(new ClientDeclaration
        {
            Id = id,
            RetryWindow = retryWindow,
            RetryLimit = retryLimit,
            AccessTokenLifetime = accessTokenLifetime,
            DpopBoundAccessTokens = dpopBound,
        });

    private static ClientDeclaration Confidential(string id, string secret, bool introspects) =>
        Granted(new ClientDeclaration { Id = id, Type = ClientType.Confidential, Secret = secret, MayIntrospect = introspects });

    private static ClientDeclaration Redirecting(ClientDeclaration client, params string[] redirectUris)
    {
        client.GrantTypes.Add("authorization_code");
        redirectUris.ToList().ForEach(client.RedirectUris.Add);
        return Granted(client);
    }

    private static ClientDeclaration Granted(ClientDeclaration client)
    {
        client.GrantTypes.Add("password");
        client.GrantTypes.Add("refresh_token");
        foreach (var scope in AllScopes.Split(' '))
        {
            client.Scopes.Add(scope);
        }

        foreach (var scope in DefaultScopes.Split(' '))
        {
            client.DefaultScopes.Add(scope);
        }

        return client;
    }
}
