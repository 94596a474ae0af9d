using AuthServer.Configuration;
using AuthServer.Core.Clients;
using AuthServer.Core.Scopes;
using AuthServer.Declarations;
using AuthServer.Email;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Protocol.OAuth;
using AuthServer.Testing.Browser;
using AuthServer.Testing.PostgreSql;
using AuthServer.Tests.Account;
using AuthServer.Tests.AdminApi;
using AuthServer.Tests.Commands;
using AuthServer.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Tests.Sessions.Ending;

/// <summary>A server with two applications that are to be told of logouts, where nobody listens, and an API that asks about tokens.</summary>
public sealed class EndingServer(PostgreSqlFixture postgreSql) : IAsyncLifetime
{
    public ClientDeclaration Shop { get; } = Declare("shop");

    public ClientDeclaration Mail { get; } = Declare("mail");

    public ClientDeclaration Api { get; } = new() { Id = "api", Type = ClientType.ResourceServer, Secret = "api-secret", MayIntrospect = true };

    public SentMail SentMail { get; } = new();

    /// <summary>The one who comes in by the doors of administrators.</summary>
    public AuthUser Administrator { get; private set; } = null!;

    /// <summary>Where the administrator is signed in to the pages.</summary>
    public ProgrammaticBrowser Desk { get; private set; } = null!;

    /// <summary>Commands, each in a host of its own beside the server.</summary>
    internal TypedCommand Command { get; private set; } = null!;

    public TestDatabase Database { get; private set; } = null!;

    public AuthServerHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await postgreSql.CreateDatabaseAsync();
        Host = await AuthServerHost.StartAsync(Database, new HostSettings
        {
            Clients = [Shop, Mail, Api, TestClients.App],
            Services = services => services.AddSingleton<IEmailTransport>(SentMail),
        });
        Administrator = await Host.CreateUserAsync(ScopePolicy.AdministratorRole);
        Desk = new ProgrammaticBrowser(Host.Issuer);
        await Desk.SignInAtAsync(Administrator);
        Command = new TypedCommand(Database.ConnectionString, new HostSettings().MasterKey);
    }

    /// <summary>The administration API as the administrator calls it, with a token of just now.</summary>
    public async Task<AdminCalls> AdminApiAsync() =>
        new(Host, (await Host.As(TestClients.App).SignInAsync(Administrator, scope: ScopeNames.Administration)).AccessToken);

    /// <summary>Takes the shop out of the configuration's hands, in which nobody else deletes it.</summary>
    public Task<int> ReleaseShopAsync() => Database.ExecuteAsync("UPDATE clients SET managed_by_configuration = FALSE WHERE id = 'shop'");

    /// <summary>The shop as it is declared, whatever was done to it.</summary>
    public async Task RestoreShopAsync()
    {
        await Database.ExecuteAsync("UPDATE clients SET disabled = FALSE, version = version + 1 WHERE id = 'shop'");
        await Host.Services.GetRequiredService<DeclarationApplier>().ApplyAsync(CancellationToken.None);
        Host.Services.GetRequiredService<ClientDirectory>().Forget(new ClientId("shop"));
    }

    public async ValueTask DisposeAsync()
    {
        Desk.Dispose();
        await Host.DisposeAsync();
        await Database.DisposeAsync();
    }

    private static ClientDeclaration Declare(string id)
    {
        var client = new ClientDeclaration
        {
            Id = id,
            RequireConsent = true,
            BackChannelLogoutUri = "http://127.0.0.1:9/logout",
            AuthorizationCodeLifetime = TimeSpan.FromMinutes(10),
            GrantTypes = { "authorization_code", "refresh_token" },
            RedirectUris = { $"https://{id}.example/callback" },
        };
        new List<string> { "openid", "offline_access", "roles", "api" }.ForEach(client.Scopes.Add);
        return client;
    }
}
