using AuthServer.Core.Keys;
using AuthServer.Testing.PostgreSql;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Processes;

/// <summary>Nodes that start at the same moment on a database that has nothing in it: each would make the schema, the declared rows and the keys.</summary>
[Collection<OnTwoServers>]
public sealed class StartTogetherTests(PostgreSqlFixture postgreSql)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Two_servers_that_start_at_once_on_an_empty_database_both_serve(int attempt)
    {
        await using var database = await EmptyDatabase.CreateAsync(postgreSql);
        var masterKey = MasterKeyText.NewFirstKey();
        await using var first = ServerProcess.Create(database.ConnectionString, masterKey);
        await using var second = ServerProcess.Create(database.ConnectionString, masterKey, first.Address.OriginalString);

        await Task.WhenAll(first.StartAsync(), second.StartAsync());

        (await KeysAsync(database)).Should().BeEquivalentTo([("ES256", 1L), ("RS256", 1L)], "attempt {0}", attempt);
        (await first.Http.GetStringAsync("/.well-known/jwks")).Should().Be(await second.Http.GetStringAsync("/.well-known/jwks"));
        (await DeclaredTwiceAsync(database)).Should().BeEmpty();

        var signedIn = await first.Http.SignInAsync(TestClient.Confidential);
        var refreshed = await second.Http.RefreshAsync(TestClient.Confidential, signedIn.RefreshToken);
        (await first.Http.IntrospectsAsActiveAsync(TestClient.Confidential, refreshed.AccessToken)).Should().BeTrue("either node's tokens are good at the other");
        (await second.Http.IntrospectsAsActiveAsync(TestClient.Confidential, signedIn.AccessToken)).Should().BeTrue("either node's tokens are good at the other");
    }

    private static Task<IReadOnlyList<(string Algorithm, long Keys)>> KeysAsync(TestDatabase database) =>
        database.ReadAsync("SELECT algorithm, COUNT(*) FROM signing_keys GROUP BY algorithm", row => (row.GetString(0), row.GetInt64(1)));

    private static Task<IReadOnlyList<string>> DeclaredTwiceAsync(TestDatabase database) => database.ReadAsync(
        """
        SELECT 'client ' || client_id FROM client_secrets GROUP BY client_id HAVING COUNT(*) > 1
        UNION ALL SELECT 'user ' || normalized_user_name FROM users GROUP BY normalized_user_name HAVING COUNT(*) > 1
        UNION ALL SELECT 'role ' || normalized_name FROM roles GROUP BY normalized_name HAVING COUNT(*) > 1
        """,
        row => row.GetString(0));
}
