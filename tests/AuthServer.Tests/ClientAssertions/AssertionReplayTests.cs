using AuthServer.Testing;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.ClientAssertions;

/// <summary>An assertion is taken once, by whichever node sees it first.</summary>
[Spec("RFC 7523", "3")]
public sealed class AssertionReplayTests(KeyedServer server) : IClassFixture<KeyedServer>
{
    private ClientApp With(string assertion) => server.Host.As(KeyedClients.Signer) with { Assert = () => assertion };

    [Fact]
    public async Task An_assertion_is_taken_once_whatever_it_is_presented_for()
    {
        var user = await server.Host.CreateUserAsync();
        var used = server.Holder(KeyedClients.Signer).Assertion();
        var first = await With(used).SignInAsync(user);
        first.Status.Should().Be(200);

        ShouldRefuse(await With(used).SignInAsync(user));
        ShouldRefuse(await With(used).RefreshAsync(first.RefreshToken));
        ShouldRefuse(await With(used).IntrospectAsync(first.AccessToken));
        ShouldRefuse(await With(used).RevokeAsync(first.RefreshToken));
    }

    [Fact]
    public async Task Another_node_knows_it_too()
    {
        await using var other = await AuthServerHost.StartAsync(server.Database, new HostSettings { Clients = KeyedClients.All, Issuer = server.Host.Issuer });
        var user = await server.Host.CreateUserAsync();
        var used = server.Holder(KeyedClients.Signer).Assertion();
        (await (With(used) with { Http = other.Http }).SignInAsync(user)).Status.Should().Be(200);

        ShouldRefuse(await With(used).SignInAsync(user));
    }

    [Fact]
    public async Task Of_many_that_present_it_at_once_one_is_served()
    {
        var user = await server.Host.CreateUserAsync();
        var used = server.Holder(KeyedClients.Signer).Assertion();

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => With(used).SignInAsync(user)));

        answers.Count(answer => answer.Status == 200).Should().Be(1);
        answers.Where(answer => answer.Status != 200).Should().OnlyContain(answer => answer.Error == "invalid_client");
    }

    [Fact]
    public async Task Two_clients_may_use_the_same_identifier()
    {
        var user = await server.Host.CreateUserAsync();
        (await With(server.Holder(KeyedClients.Signer).Assertion(("jti", "one"))).SignInAsync(user)).Status.Should().Be(200);
        (await With(server.Holder(KeyedClients.OtherSigner, KeyedClients.OtherKey).Assertion(("jti", "one"))).SignInAsync(user)).Status.Should().Be(200);
        ShouldRefuse(await With(server.Holder(KeyedClients.Signer).Assertion(("jti", "one"))).SignInAsync(user));
    }

    [Fact]
    public async Task A_request_that_is_run_again_for_a_client_that_changed_is_no_replay()
    {
        var user = await server.Host.CreateUserAsync();
        var first = await server.As(KeyedClients.Signer).SignInAsync(user);
        await server.Database.ExecuteAsync("UPDATE clients SET version = version + 1 WHERE id = 'signer'");
        var used = server.Holder(KeyedClients.Signer).Assertion();

        var next = await With(used).RefreshAsync(first.RefreshToken);

        next.Status.Should().Be(200, next.Body);
        ShouldRefuse(await With(used).RefreshAsync(next.RefreshToken));
    }

    [Fact]
    public async Task A_key_that_was_replaced_meanwhile_is_refused()
    {
        var user = await server.Host.CreateUserAsync();
        var first = await server.As(KeyedClients.ManyKeys, KeyedClients.OneOfEach[0]).SignInAsync(user);
        await server.Database.ExecuteAsync(
            "UPDATE clients SET metadata = (SELECT metadata FROM clients WHERE id = 'signer'), version = version + 1 WHERE id = 'many-keys'");
        var row = await server.Database.RowAsync(first.SessionId);

        ShouldRefuse(await server.As(KeyedClients.ManyKeys, KeyedClients.OneOfEach[0]).RefreshAsync(first.RefreshToken));

        (await server.Database.RowAsync(first.SessionId)).Should().Be(row);
        (await server.As(KeyedClients.ManyKeys).RefreshAsync(first.RefreshToken)).Status.Should().Be(200);
    }

    private static void ShouldRefuse(Answer answer) => (answer.Status, answer.Error).Should().Be((401, "invalid_client"), answer.Body);
}
