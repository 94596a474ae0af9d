using AuthServer.Configuration;
using AuthServer.Protocol.Jose;
using AuthServer.Testing.PostgreSql;
using Xunit;

namespace AuthServer.Tests.Hosting;

/// <summary>One server with <see cref="KeyedClients"/>, and a database of its own, for the tests of a class.</summary>
public sealed class KeyedServer(PostgreSqlFixture postgreSql) : IAsyncLifetime
{
    public TestDatabase Database { get; private set; } = null!;

    public AuthServerHost Host { get; private set; } = null!;

    /// <summary>The client with the key that most of them have.</summary>
    public KeyHolder Holder(ClientDeclaration client, SigningKey? key = null) => new(client.Id, key ?? KeyedClients.Key, Host.Issuer);

    /// <summary>The server as a client sees it that signs a new assertion for each request.</summary>
    public ClientApp As(ClientDeclaration client, SigningKey? key = null)
    {
        var holder = Holder(client, key);
        return Host.As(client) with { Assert = () => holder.Assertion() };
    }

    public async ValueTask InitializeAsync()
    {
        Database = await postgreSql.CreateDatabaseAsync();
        Host = await AuthServerHost.StartAsync(Database, new HostSettings { Clients = KeyedClients.All });
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Database.DisposeAsync();
    }
}
