using AuthServer.Account;
using AuthServer.Configuration;
using AuthServer.Email;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Testing.Chromium;
using AuthServer.Testing.PostgreSql;
using AuthServer.Tests.Account;
using AuthServer.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;

namespace AuthServer.Browser.Tests;

/// <summary>A server for a real browser. It is called localhost, since a passkey belongs to a name and not to an address (WebAuthn §5.1.2).</summary>
public sealed class BrowserServer(PostgreSqlFixture postgreSql, ChromiumFixture chromium) : IAsyncLifetime
{
    public static readonly ClientDeclaration Television = new()
    {
        Id = "television",
        DisplayName = "The television",
        GrantTypes = { "urn:ietf:params:oauth:grant-type:device_code", "refresh_token" },
        Scopes = { "openid", "offline_access", "api" },
    };

    private TestDatabase _database = null!;

    public AuthServerHost Host { get; private set; } = null!;

    public SentMail Mail { get; } = new();

    public string Address => $"http://localhost:{Host.Port}";

    public TestDatabase Database => _database;

    public async ValueTask InitializeAsync()
    {
        _database = await postgreSql.CreateDatabaseAsync();
        Host = await AuthServerHost.StartAsync(_database, new HostSettings { Services = Configure, Clients = [.. TestClients.All, Television] });
    }

    public Task<IBrowserContext> NewContextAsync(bool javaScript = true) =>
        chromium.NewContextAsync(new BrowserNewContextOptions { BaseURL = Address, JavaScriptEnabled = javaScript, Locale = "en-GB" });

    /// <summary>Fills the sign-in form in and sends it.</summary>
    public static async Task SignInAsync(IPage page, AuthUser user, string password = AuthServerHost.Password, string address = AccountPaths.SignIn)
    {
        await page.GotoAsync(address);
        await page.GetByLabel("E-mail address").FillAsync(user.UserName!);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await _database.DisposeAsync();
    }

    private void Configure(IServiceCollection services)
    {
        services.AddOptions<AuthServerOptions>().Configure(options =>
        {
            options.Issuer = options.Issuer.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
            options.Account.Registration = true;
        });
        services.AddSingleton<IEmailTransport>(Mail);
    }
}
