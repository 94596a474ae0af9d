using AuthServer.Testing.PostgreSql;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Housekeeping;

/// <summary>What the nodes count together is what happened.</summary>
public sealed class ActivityTests(PostgreSqlFixture postgreSql)
{
    [Fact]
    public async Task The_counts_of_two_nodes_add_up_to_what_happened_once_both_have_stopped()
    {
        await using var database = await postgreSql.CreateDatabaseAsync();
        await using (var first = await AuthServerHost.StartAsync(database))
        await using (var second = await AuthServerHost.StartAsync(database, new HostSettings { Issuer = first.Issuer }))
        {
            var user = await first.CreateUserAsync();
            foreach (var host in new[] { first, second })
            {
                await UseAsync(host, user.UserName!);
            }

            using var flow = new CodeFlow(first, TestClients.CodeApp);
            await flow.SignInAsync(user);
        }

        (await CountsAsync(database)).Should().BeEquivalentTo(new Dictionary<string, long>
        {
            ["token.password.granted"] = 4,
            ["token.password.invalid_grant"] = 2,
            ["token.authorization_code.granted"] = 1,
            ["token.refresh_token.granted"] = 6,
            ["token.refresh_token.invalid_grant"] = 2,
            ["token.unknown.unsupported_grant_type"] = 2,
            ["refresh.rotated"] = 4,
            ["refresh.retried"] = 2,
            ["refresh.reuse_detected"] = 2,
            ["session_created"] = 5,
            ["session_ended.reuse_detected"] = 2,
            ["session_ended.signed_out"] = 2,
            ["sign_in"] = 5,
            ["sign_in_failed.wrong_password"] = 2,
        });
    }

    [Fact]
    public async Task A_node_counts_only_what_it_does_itself_and_nothing_twice()
    {
        await using var database = await postgreSql.CreateDatabaseAsync();
        await using var elsewhere = await postgreSql.CreateDatabaseAsync();
        await using (var idle = await AuthServerHost.StartAsync(elsewhere))
        await using (var busy = await AuthServerHost.StartAsync(database))
        {
            await busy.As(TestClients.App).SignInAsync(await busy.CreateUserAsync());
        }

        (await CountsAsync(elsewhere)).Should().BeEmpty();
        (await CountsAsync(database)).Should().BeEquivalentTo(
            new Dictionary<string, long> { ["token.password.granted"] = 1, ["session_created"] = 1, ["sign_in"] = 1 });
    }

    /// <summary>Two sign-ins and one that fails; two rotations, a retry and a reuse; a revocation; a grant type that nobody knows.</summary>
    private static async Task UseAsync(AuthServerHost host, string userName)
    {
        var app = host.As(TestClients.App);
        (await app.SignInAsync(userName, "wrong")).Status.Should().Be(400);
        var first = await app.SignInAsync(userName, AuthServerHost.Password);
        var next = await app.RefreshAsync(first.RefreshToken);
        (await app.RefreshAsync(first.RefreshToken)).Status.Should().Be(200);
        (await app.RefreshAsync(next.RefreshToken)).Status.Should().Be(200);
        (await app.RefreshAsync(first.RefreshToken)).Error.Should().Be("invalid_grant");
        var second = await app.SignInAsync(userName, AuthServerHost.Password);
        await app.RevokeAsync(second.RefreshToken);
        (await app.PostAsync("/connect/token", ("grant_type", $"made-up-{Guid.NewGuid()}"))).Error.Should().Be("unsupported_grant_type");
    }

    private static async Task<Dictionary<string, long>> CountsAsync(TestDatabase database) => (await database.ReadAsync(
        "SELECT name, SUM(count)::bigint FROM activity_counts GROUP BY name",
        row => KeyValuePair.Create(row.GetString(0), row.GetInt64(1)))).ToDictionary();
}
