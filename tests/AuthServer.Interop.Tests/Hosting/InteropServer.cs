using System.Text.Json;
using AuthServer.Interop.Tests.Conversations;
using AuthServer.Testing.PostgreSql;
using AuthServer.Tests.Hosting;
using Xunit;

namespace AuthServer.Interop.Tests.Hosting;

/// <summary>The server, the API and the clients that the scenarios are about.</summary>
public sealed class InteropServer(PostgreSqlFixture postgreSql) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private ApiServer _api = null!;

    public AuthServerHost Host { get; private set; } = null!;

    public string Api => $"{_api.Address}/api/me";

    public async ValueTask InitializeAsync()
    {
        _database = await postgreSql.CreateDatabaseAsync();
        Host = await AuthServerHost.StartAsync(_database, new HostSettings { Clients = InteropClients.All });
        _api = await Task.Run(() => new ApiServer(Host));
    }

    /// <summary>Has a new user and a client play a scenario.</summary>
    public async Task<JsonElement> PlayAsync(string library, string scenario, object client, string scope = InteropClients.Scope, object? with = null)
    {
        var account = await Host.CreateUserAsync();
        using var user = new ScriptedUser(Host.Issuer, account.UserName!, AuthServerHost.Password);
        var arguments = new
        {
            Host.Issuer,
            client,
            scope,
            user.UserName,
            user.Password,
            Api,
            Audience = "api",
            InteropClients.RedirectUri,
            InteropClients.PostLogoutRedirectUri,
            Inspector = InteropClients.AsItself("api", "client_secret_basic"),
            with,
        };
        return await Conversation.PlayAsync(ClientLibrary.Find(library), scenario, arguments, user);
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await Host.DisposeAsync();
        await _database.DisposeAsync();
    }
}
