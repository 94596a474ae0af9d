using System.Net;
using AuthServer.Configuration;
using AuthServer.Core.Clients;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Testing.Browser;
using AuthServer.Testing.PostgreSql;
using AuthServer.Tests.Hosting;
using AuthServer.Tests.Processes;
using Xunit;

namespace AuthServer.Client.AspNetCore.Tests.Hosting;

/// <summary>The real server with a client for each back end of a test class, and a user's way through both.</summary>
public sealed class WebFixture(PostgreSqlFixture postgreSql) : IAsyncLifetime
{
    public const string ClientId = "web-app";
    private const string Secret = "web-app-secret";

    private TestDatabase _database = null!;

    public AuthServerHost Server { get; private set; } = null!;

    public int Port { get; } = FreePort.Take();

    public int SecondPort { get; } = FreePort.Take();

    public int TlsPort { get; } = FreePort.Take();

    internal BackEnd Web { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await postgreSql.CreateDatabaseAsync();
        var client = new ClientDeclaration
        {
            Id = ClientId,
            Type = ClientType.Confidential,
            Secret = Secret,
            BackChannelLogoutUri = $"http://127.0.0.1:{Port}/backchannel-logout",
        };
        foreach (var origin in new[] { $"http://127.0.0.1:{Port}", $"http://127.0.0.1:{SecondPort}", $"https://127.0.0.1:{TlsPort}" })
        {
            client.RedirectUris.Add(origin + "/signin-callback");
            client.PostLogoutRedirectUris.Add(origin + "/");
        }

        new[] { "authorization_code", "refresh_token" }.ToList().ForEach(client.GrantTypes.Add);
        TestClients.AllScopes.Split(' ').ToList().ForEach(client.Scopes.Add);
        Server = await AuthServerHost.StartAsync(_database, new HostSettings { Clients = [.. TestClients.All, client] });
        Web = await BackEnd.StartAsync(Port, Configure);
    }

    public void Configure(AuthServerSessionOptions options)
    {
        options.Issuer = Server.Issuer;
        options.ClientId = ClientId;
        options.ClientSecret = Secret;
        options.Scope = "openid offline_access api";
        options.RequestTimeout = TimeSpan.FromSeconds(6);
    }

    /// <summary>Signs a user in through a back end: its cookies are in the jar afterwards.</summary>
    internal async Task<PageAnswer> SignInAsync(BackEnd web, CookieJar jar, AuthUser user, string returnTo = "/notes")
    {
        var begun = await web.OpenAsync($"/auth/sign-in?return_to={Uri.EscapeDataString(returnTo)}", jar);
        jar.Take(begun);
        return await ComeBackAsync(web, jar, begun, user);
    }

    /// <summary>The user's part at the server, and the way back.</summary>
    internal async Task<PageAnswer> ComeBackAsync(BackEnd web, CookieJar jar, PageAnswer begun, AuthUser user)
    {
        using var browser = new ProgrammaticBrowser(Server.Issuer);
        var back = await browser.AuthorizeAsync(begun.Location!, user.UserName!, AuthServerHost.Password);
        var answer = await web.OpenAsync(back.Address.PathAndQuery, jar, ("Sec-Fetch-Site", "cross-site"));
        jar.Take(answer);
        return answer;
    }

    /// <summary>A browser in which a new user is signed in.</summary>
    internal async Task<CookieJar> SignedInAsync(BackEnd? web = null)
    {
        var jar = new CookieJar();
        var answer = await SignInAsync(web ?? Web, jar, await Server.CreateUserAsync());
        return answer is { Status: HttpStatusCode.SeeOther, Location: "/notes" } ? jar : throw new InvalidOperationException($"{answer.Status} {answer.Location}");
    }

    public async ValueTask DisposeAsync()
    {
        await Web.DisposeAsync();
        await Server.DisposeAsync();
        await _database.DisposeAsync();
    }
}
