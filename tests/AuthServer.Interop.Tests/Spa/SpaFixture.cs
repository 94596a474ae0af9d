using AuthServer.Testing.PostgreSql;
using AuthServer.Tests.Hosting;
using Xunit;

namespace AuthServer.Interop.Tests.Spa;

/// <summary>A server and, at other origins, the single-page applications that sign in to it.</summary>
public sealed class SpaFixture(PostgreSqlFixture postgreSql) : IAsyncLifetime
{
    private readonly List<SpaSite> _sites = [];
    private TestDatabase _database = null!;

    public AuthServerHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _sites.Add(await SpaSite.StartAsync("spa", () => Host.Issuer));
        _sites.Add(await SpaSite.StartAsync("bound-spa", () => Host.Issuer, bound: true));
        _sites.Add(await SpaSite.StartAsync("brief-spa", () => Host.Issuer, accessTokenLifetime: TimeSpan.FromSeconds(12)));
        _database = await postgreSql.CreateDatabaseAsync();
        Host = await AuthServerHost.StartAsync(_database, new HostSettings { Clients = [.. _sites.Select(site => site.Declaration)] });
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await _database.DisposeAsync();
        foreach (var site in _sites)
        {
            await site.DisposeAsync();
        }
    }

    internal SpaSite Site(string client) => _sites.Single(site => site.Declaration.Id == client);
}
