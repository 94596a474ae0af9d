using AuthServer.Testing.PostgreSql;
using AuthServer.Tests.Hosting;
using Xunit;

namespace AuthServer.Tests.Devices;

/// <summary>A server that knows <see cref="DeviceClients"/>.</summary>
public sealed class DeviceServer(PostgreSqlFixture postgreSql) : IAsyncLifetime
{
    public TestDatabase Database { get; private set; } = null!;

    public AuthServerHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await postgreSql.CreateDatabaseAsync();
        Host = await AuthServerHost.StartAsync(Database, DeviceClients.Settings);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Database.DisposeAsync();
    }
}
