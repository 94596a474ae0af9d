using AuthServer.Core.Keys;
using AuthServer.Testing.PostgreSql;
using Xunit;

namespace AuthServer.Tests.Processes;

/// <summary>Two server processes behind one address, and three API processes that trust it.</summary>
public sealed class BalancedServers(PostgreSqlFixture postgreSql) : IAsyncLifetime
{
    private const int ApiCount = 3;

    private TestDatabase _database = null!;

    internal Balancer Balancer { get; } = new();

    internal IReadOnlyList<HostProcess> Nodes { get; private set; } = [];

    internal IReadOnlyList<HostProcess> Apis { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        _database = await postgreSql.CreateDatabaseAsync();
        var masterKey = MasterKeyText.NewFirstKey();
        Nodes = [.. Enumerable.Range(0, 2).Select(_ => ServerProcess.Create(_database.ConnectionString, masterKey, Balancer.Address.OriginalString.TrimEnd('/')))];
        Balancer.Before(Nodes);
        Apis = [.. Enumerable.Range(0, ApiCount).Select(_ => ApiProcess.Create(Balancer.Address))];
        await Task.WhenAll(Nodes.Select(node => node.StartAsync()));
        await Task.WhenAll(Apis.Select(api => api.StartAsync()));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Apis.Concat(Nodes))
        {
            await process.DisposeAsync();
        }

        await Balancer.DisposeAsync();
        await _database.DisposeAsync();
    }
}
