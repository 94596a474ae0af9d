using AuthServer.Configuration;
using AuthServer.Endpoints;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Testing.Browser;
using AuthServer.Testing.PostgreSql;
using AuthServer.Tests.Hosting;
using Microsoft.AspNetCore.WebUtilities;
using Xunit;

namespace AuthServer.Tests.Logout;

/// <summary>A server whose clients know of logouts, and where they listen.</summary>
public sealed class LogoutServer : IAsyncLifetime
{
    private readonly PostgreSqlFixture _postgreSql;

    public LogoutServer(PostgreSqlFixture postgreSql)
    {
        _postgreSql = postgreSql;
        Clients = new LogoutClients(Receiver.UriOf);
    }

    public LogoutReceiver Receiver { get; } = new();

    public LogoutClients Clients { get; }

    public TestDatabase Database { get; private set; } = null!;

    public AuthServerHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await _postgreSql.CreateDatabaseAsync();
        await Receiver.StartAsync();
        Host = await AuthServerHost.StartAsync(Database, new HostSettings { Clients = Clients.All });
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Receiver.DisposeAsync();
        await Database.DisposeAsync();
    }

    public static string Url(params (string Name, string? Value)[] parameters) =>
        QueryHelpers.AddQueryString(Paths.EndSession, parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value));

    /// <summary>Asks as <paramref name="browser"/> does, without going where the answer points.</summary>
    public async Task<Answer> SendAsync(ProgrammaticBrowser browser, string url, HttpMethod? method = null)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, CookieContainer = browser.Cookies });
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, Host.Address + url);
        using var response = await http.SendAsync(request);
        return await Answer.OfAsync(response);
    }

    /// <summary>Whether the browser would be asked for a password now.</summary>
    public async Task<bool> IsSignedInAsync(ProgrammaticBrowser browser)
    {
        using var flow = new CodeFlow(Host, Clients.App);
        return (await browser.OpenAsync(flow.Url(("prompt", "none")))).AsReturn().Code is not null;
    }

    public CodeFlow Flow(ClientDeclaration client, ProgrammaticBrowser browser) => new(Host, client) { Browser = browser };

    public ProgrammaticBrowser NewBrowser() => new(Host.Issuer);

    public Task<AuthUser> NewUserAsync() => Host.CreateUserAsync();
}
