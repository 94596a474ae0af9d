using AuthServer.Configuration;
using AuthServer.Core.Clients;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Testing.Chromium;
using AuthServer.Testing.PostgreSql;
using AuthServer.Tests.Hosting;
using AuthServer.Tests.Processes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace AuthServer.Browser.Tests.Demo;

/// <summary>Server, API and demo web application, as <c>./dev run</c> has them, with access tokens that live for seconds.</summary>
public sealed class DemoWorld(PostgreSqlFixture postgreSql, ChromiumFixture chromium) : IAsyncLifetime
{
    public static readonly TimeSpan TokenLifetime = TimeSpan.FromSeconds(8);

    private readonly int _webPort = FreePort.Take();
    private TestDatabase _database = null!;
    private DemoApi _api = null!;
    private DemoWeb _web = null!;

    public AuthServerHost Server { get; private set; } = null!;

    public string Address => $"http://localhost:{_webPort}";

    public async ValueTask InitializeAsync()
    {
        _database = await postgreSql.CreateDatabaseAsync();
        Server = await AuthServerHost.StartAsync(_database, new HostSettings { Services = UseName, Clients = [.. TestClients.All, Web(), Operator()] });
        var (issuer, apiPort) = ($"http://localhost:{Server.Port}", FreePort.Take());
        _api = await Task.Run(() => new DemoApi(apiPort, issuer, Address));
        _web = await Task.Run(() => new DemoWeb(_webPort, issuer, $"http://localhost:{apiPort}"));
    }

    public Task<IBrowserContext> NewContextAsync() => chromium.NewContextAsync(new BrowserNewContextOptions { BaseURL = Address, Locale = "en-GB" });

    /// <summary>Signs a new user in, from the demo's page and back to it.</summary>
    public async Task<(IPage Page, AuthUser User)> SignInAsync(IBrowserContext context)
    {
        var user = await Server.CreateUserAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByLabel("E-mail address").FillAsync(user.UserName!);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(AuthServerHost.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign out" })).ToBeVisibleAsync(new() { Timeout = 30_000 });
        return (page, user);
    }

    /// <summary>How often the user's one session has been rotated.</summary>
    public async Task<int> GenerationAsync(AuthUser user) =>
        (await _database.ReadAsync("SELECT generation FROM sessions WHERE user_id = @user", row => Convert.ToInt32(row.GetValue(0)), ("user", user.Id))).Single();

    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        await _api.DisposeAsync();
        await Server.DisposeAsync();
        await _database.DisposeAsync();
    }

    private ClientDeclaration Web() => new()
    {
        Id = "demo-web",
        Type = ClientType.Confidential,
        Secret = "demo-web-secret",
        GrantTypes = { "authorization_code", "refresh_token" },
        Scopes = { "openid", "offline_access", "api" },
        RedirectUris = { $"{Address}/signin-callback" },
        PostLogoutRedirectUris = { $"{Address}/" },
        BackChannelLogoutUri = $"{Address}/backchannel-logout",
        AccessTokenLifetime = TokenLifetime,
    };

    private static ClientDeclaration Operator() => new()
    {
        Id = "demo-operator",
        Type = ClientType.Confidential,
        Secret = "demo-operator-secret",
        GrantTypes = { "client_credentials" },
        Scopes = { "authserver.admin" },
    };

    private static void UseName(IServiceCollection services) => services.AddOptions<AuthServerOptions>()
        .Configure(options => options.Issuer = options.Issuer.Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
}
