using AuthServer.Testing.PostgreSql;
using Xunit;

namespace AuthServer.Tests.Hosting;

/// <summary>One server, with a database of its own, for the tests of a class.</summary>
public sealed class ServerFixture(PostgreSqlFixture postgreSql) : IAsyncLifetime
{
    public TestDatabase Database { get; private set; } = null!;

    public AuthServerHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await postgreSql.CreateDatabaseAsync();
        Host = await AuthServerHost.StartAsync(Database);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Database.DisposeAsync();
    }
}
