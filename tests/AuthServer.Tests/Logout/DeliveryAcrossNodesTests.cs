using AuthServer.Core.Keys;
using AuthServer.Testing;
using AuthServer.Testing.PostgreSql;
using AuthServer.Tests.Hosting;
using AuthServer.Tests.Processes;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Logout;

/// <summary>Logout tokens outlive the node that ended the session.</summary>
[Spec("OIDC Back-Channel Logout", "2.5")]
public sealed class DeliveryAcrossNodesTests(PostgreSqlFixture postgreSql)
{
    [Fact]
    public async Task What_one_node_could_not_deliver_another_delivers_when_the_client_is_back()
    {
        await using var database = await postgreSql.CreateDatabaseAsync();
        await using var receiver = new LogoutReceiver();
        var clients = new LogoutClients(receiver.UriOf);
        await using var second = await AuthServerHost.StartAsync(database, new HostSettings { Clients = clients.All });
        Guid session;
        await using (var first = await AuthServerHost.StartAsync(database, new HostSettings { Clients = clients.All, Issuer = second.Issuer }))
        {
            using var flow = new CodeFlow(second, clients.App);
            var answer = await flow.SignInAsync(await second.CreateUserAsync());
            (session, _) = (answer.SessionId, await first.As(clients.App).RevokeAsync(answer.RefreshToken));
            (await DeliveryRow.UntilAsync(database, session, row => row.LastError is not null)).LastError.Should().Be("not reached: ConnectionError");
        }

        await receiver.StartAsync();
        await DeliveryRow.HurryAsync(database, session);

        (await receiver.OfAsync(session)).Should().ContainSingle();
        (await DeliveryRow.UntilAsync(database, session, row => row.IsDelivered)).IsDue.Should().BeFalse();
    }

    [Fact]
    public async Task What_a_killed_process_had_in_hand_another_delivers()
    {
        await using var database = await postgreSql.CreateDatabaseAsync();
        await using var receiver = new LogoutReceiver { Hold = new TaskCompletionSource() };
        await receiver.StartAsync();
        var masterKey = MasterKeyText.NewFirstKey();
        await using var first = Node(database, masterKey, receiver, issuer: null);
        await using var second = Node(database, masterKey, receiver, first.Address.OriginalString);
        await first.StartAsync();
        var client = new ClientApp(first.Http, "listening", Secret: null);
        var answer = await client.SignInAsync(ServerProcess.UserName, ServerProcess.Password);
        (await client.RevokeAsync(answer.RefreshToken)).Status.Should().Be(200);
        await receiver.OfAsync(answer.SessionId);

        first.Kill();

        (await DeliveryRow.OfAsync(database, answer.SessionId)).Should().Be(new DeliveryRow(1, IsDue: true, IsDelivered: false, LastError: null));
        receiver.Hold.SetResult();
        await second.StartAsync();
        await DeliveryRow.HurryAsync(database, answer.SessionId);
        (await receiver.OfAsync(answer.SessionId, count: 2)).Should().HaveCount(2, "the client is told at least once");
        (await DeliveryRow.UntilAsync(database, answer.SessionId, row => row.IsDelivered)).Attempts.Should().Be(2);
    }

    private static HostProcess Node(TestDatabase database, string masterKey, LogoutReceiver receiver, string? issuer)
    {
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings__AuthServer"] = database.ConnectionString,
            ["AuthServer__MasterKey"] = masterKey,
            ["AuthServer__Users__50__UserName"] = ServerProcess.UserName,
            ["AuthServer__Users__50__Password"] = ServerProcess.Password,
            ["AuthServer__Clients__50__Id"] = "listening",
            ["AuthServer__Clients__50__GrantTypes__0"] = "password",
            ["AuthServer__Clients__50__GrantTypes__1"] = "refresh_token",
            ["AuthServer__Clients__50__Scopes__0"] = "openid",
            ["AuthServer__Clients__50__Scopes__1"] = "offline_access",
            ["AuthServer__Clients__50__BackChannelLogoutUri"] = receiver.UriOf("listening"),
        };
        var node = new HostProcess("AuthServer", "/health/ready", settings);
        settings["AuthServer__Issuer"] = issuer ?? node.Address.OriginalString;
        return node;
    }
}
