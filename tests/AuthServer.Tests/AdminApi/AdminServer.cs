using AuthServer.Configuration;
using AuthServer.Core.Clients;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Testing.PostgreSql;
using AuthServer.Tests.Hosting;
using Xunit;

namespace AuthServer.Tests.AdminApi;

/// <summary>A server with an administrator, and with a client that may administer on its own behalf.</summary>
public sealed class AdminServer(PostgreSqlFixture postgreSql) : IAsyncLifetime
{
    public static readonly ClientDeclaration Robot = new()
    {
        Id = "robot",
        Type = ClientType.Confidential,
        Secret = "robot-secret",
        GrantTypes = { "client_credentials" },
        Scopes = { "authserver.admin", "files" },
    };

    public TestDatabase Database { get; private set; } = null!;

    public AuthServerHost Host { get; private set; } = null!;

    public AuthUser User { get; private set; } = null!;

    /// <summary>The API as the administrator calls it.</summary>
    public AdminCalls Admin { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await postgreSql.CreateDatabaseAsync();
        Host = await AuthServerHost.StartAsync(Database, new HostSettings { Clients = [.. TestClients.All, Robot] });
        User = await Host.CreateUserAsync("admin");
        Admin = new AdminCalls(Host, await TokenAsync(User));
    }

    public async Task<string> TokenAsync(AuthUser user, string scope = "authserver.admin") =>
        (await Host.As(TestClients.App).SignInAsync(user, scope: scope)).AccessToken;

    /// <summary>The client's own token (RFC 6749 §4.4).</summary>
    public async Task<string> RobotTokenAsync(string scope = "authserver.admin") =>
        (await Host.As(Robot).PostAsync(AuthServer.Endpoints.Paths.Token, ("grant_type", "client_credentials"), ("scope", scope))).AccessToken;

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Database.DisposeAsync();
    }
}
