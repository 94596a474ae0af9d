using AuthServer.Testing.PostgreSql;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Clients;

public sealed class WithdrawnClientTests(PostgreSqlFixture postgreSql)
{
    [Fact]
    public async Task A_client_that_is_no_longer_declared_is_served_no_longer_until_it_is_declared_again()
    {
        await using var database = await postgreSql.CreateDatabaseAsync();
        var without = new HostSettings { Clients = [.. TestClients.All.Where(client => client.Id != TestClients.App.Id)] };

        (await RefreshTokenAsync(database, new HostSettings())).Should().NotBeNull();
        (await RefreshTokenAsync(database, without)).Should().BeNull();
        (await RefreshTokenAsync(database, new HostSettings())).Should().NotBeNull();
    }

    private static async Task<string?> RefreshTokenAsync(TestDatabase database, HostSettings settings)
    {
        await using var host = await AuthServerHost.StartAsync(database, settings);
        var answer = await host.As(TestClients.App).SignInAsync(await host.CreateUserAsync());
        new[] { null, "invalid_client" }.Should().Contain(answer.Error);
        return answer.Error is null ? answer.RefreshToken : null;
    }
}
