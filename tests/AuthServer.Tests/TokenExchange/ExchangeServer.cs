using AuthServer.Configuration;
using AuthServer.Endpoints;
using AuthServer.Testing.PostgreSql;
using AuthServer.Tests.Hosting;
using Xunit;

namespace AuthServer.Tests.TokenExchange;

/// <summary>A server that knows <see cref="ExchangeClients"/>.</summary>
public sealed class ExchangeServer(PostgreSqlFixture postgreSql) : IAsyncLifetime
{
    public const string Grant = "urn:ietf:params:oauth:grant-type:token-exchange";
    public const string AccessToken = "urn:ietf:params:oauth:token-type:access_token";

    public TestDatabase Database { get; private set; } = null!;

    public AuthServerHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await postgreSql.CreateDatabaseAsync();
        Host = await AuthServerHost.StartAsync(Database, ExchangeClients.Settings);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>A user of "app", whose token is for both APIs.</summary>
    public async Task<Answer> SignInAsync(string scope = "openid offline_access api files", ClientDeclaration? client = null) =>
        await Host.As(client ?? TestClients.App).SignInAsync(await Host.CreateUserAsync(), scope: scope);

    /// <summary>A token of the client's own.</summary>
    public async Task<string> OwnTokenAsync(ClientDeclaration client) =>
        (await Host.As(client).PostAsync(Paths.Token, ("grant_type", "client_credentials"), ("scope", "api"))).AccessToken;

    public Task<Answer> ExchangeAsync(ClientDeclaration client, string subjectToken, params (string Name, string? Value)[] more) =>
        ExchangeAsync(Host.As(client), subjectToken, more);

    public static Task<Answer> ExchangeAsync(ClientApp client, string subjectToken, params (string Name, string? Value)[] more)
    {
        var parameters = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["grant_type"] = Grant,
            ["subject_token"] = subjectToken,
            ["subject_token_type"] = AccessToken,
        };
        foreach (var (name, value) in more)
        {
            parameters[name] = value;
        }

        return client.PostAsync(Paths.Token, [.. parameters.Select(parameter => (parameter.Key, parameter.Value))]);
    }
}
