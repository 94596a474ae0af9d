using AuthServer.Core.Keys;
using AuthServer.Testing.PostgreSql;
using Xunit;

namespace AuthServer.Tests.Processes;

/// <summary>Two server processes on one database: one issuer, two nodes.</summary>
public sealed class TwoServers(PostgreSqlFixture postgreSql) : IAsyncLifetime
{
    public TestDatabase Database { get; private set; } = null!;

    internal IReadOnlyList<HostProcess> Nodes { get; private set; } = [];

    internal HostProcess First => Nodes[0];

    internal HostProcess Second => Nodes[1];

    public async ValueTask InitializeAsync()
    {
        Database = await postgreSql.CreateDatabaseAsync();
        var masterKey = MasterKeyText.NewFirstKey();
        var first = ServerProcess.Create(Database.ConnectionString, masterKey);
        var second = ServerProcess.Create(Database.ConnectionString, masterKey, first.Address.OriginalString);
        Nodes = [first, second];
        await StartAsync();
    }

    /// <summary>Both run when this returns, whichever was killed.</summary>
    public Task StartAsync() => Task.WhenAll(Nodes.Select(node => node.StartAsync()));

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
        {
            await node.DisposeAsync();
        }

        await Database.DisposeAsync();
    }

    /// <summary>Node after node, in turn.</summary>
    internal HostProcess Node(int turn) => Nodes[turn % Nodes.Count];

    internal async Task<long> GenerationAsync(Guid session) =>
        (await Database.ReadAsync("SELECT generation FROM sessions WHERE id = @id", row => row.GetInt64(0), ("id", session))).Single();
}
