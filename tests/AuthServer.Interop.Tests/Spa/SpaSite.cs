using AuthServer.Configuration;
using AuthServer.Interop.Tests.Conversations;
using AuthServer.Interop.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace AuthServer.Interop.Tests.Spa;

/// <summary>The single-page application of <c>tests/interop/spa</c>, served as one client's.</summary>
internal sealed class SpaSite : IAsyncDisposable
{
    private const string Scope = "openid profile email offline_access";

    private readonly LoopbackSite _site;

    private SpaSite(LoopbackSite site, ClientDeclaration declaration) => (_site, Declaration) = (site, declaration);

    public string Origin => _site.Origin;

    /// <summary>The client as the server knows it.</summary>
    public ClientDeclaration Declaration { get; }

    /// <param name="issuer">Known when the first browser comes.</param>
    public static async Task<SpaSite> StartAsync(string client, Func<string> issuer, bool bound = false, TimeSpan? accessTokenLifetime = null)
    {
        var settings = () => new
        {
            authority = issuer(),
            client_id = client,
            scope = Scope,
            bound,
            automaticSilentRenew = accessTokenLifetime is not null,
            accessTokenExpiringNotificationTimeInSeconds = 10,
        };
        var site = await LoopbackSite.StartAsync(application =>
        {
            foreach (var path in new[] { "/", "/callback", "/signed-out" })
            {
                application.MapGet(path, () => Results.File(Path.Combine(InteropFolder.Path, "spa", "index.html"), "text/html"));
            }

            application.MapGet("/app.mjs", () => Results.File(Path.Combine(InteropFolder.Path, "spa", "app.mjs"), "text/javascript"));
            application.MapGet("/oidc-client-ts.min.js", () => Results.File(
                Path.Combine(InteropFolder.Package("oidc-client-ts"), "dist", "browser", "oidc-client-ts.min.js"), "text/javascript"));
            application.MapGet("/settings.json", () => Results.Json(settings()));
        });
        return new SpaSite(site, Declare(client, site.Origin, bound, accessTokenLifetime));
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    private static ClientDeclaration Declare(string id, string origin, bool bound, TimeSpan? accessTokenLifetime)
    {
        var client = new ClientDeclaration { Id = id, RequireConsent = bound, DpopBoundAccessTokens = bound, AccessTokenLifetime = accessTokenLifetime };
        client.GrantTypes.Add("authorization_code");
        client.GrantTypes.Add("refresh_token");
        client.RedirectUris.Add($"{origin}/callback");
        client.PostLogoutRedirectUris.Add($"{origin}/signed-out");
        Scope.Split(' ').ToList().ForEach(client.Scopes.Add);
        return client;
    }
}
