using AuthServer.Endpoints;
using AuthServer.Testing;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Devices;

[Spec("RFC 8628", "3.4")]
public sealed class DeviceGrantTests(DeviceServer server) : IClassFixture<DeviceServer>
{
    [Fact]
    [Spec("RFC 8628", "3.2")]
    [Spec("RFC 8628", "6.1")]
    public async Task A_device_is_told_two_codes_and_where_its_user_goes()
    {
        using var flow = await DeviceFlow.StartAsync(server);
        var answer = flow.Started;
        answer.Status.Should().Be(200, answer.Body);
        answer.Members.Should().Equal("device_code", "user_code", "verification_uri", "verification_uri_complete", "expires_in", "interval");
        flow.UserCode.Should().MatchRegex("^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$");
        answer.Json.GetProperty("verification_uri").GetString().Should().Be(server.Host.Issuer + "/device");
        answer.Json.GetProperty("verification_uri_complete").GetString().Should().Be($"{server.Host.Issuer}/device?user_code={flow.UserCode}");
        (answer.Json.GetProperty("expires_in").GetInt32(), answer.Json.GetProperty("interval").GetInt32()).Should().Be((600, 5));
        answer.Headers.CacheControl!.NoStore.Should().BeTrue();
    }

    [Fact]
    [Spec("RFC 8628", "3.1")]
    public async Task Only_clients_that_may_are_given_codes_and_only_for_what_they_may_have()
    {
        var tv = server.Host.As(DeviceClients.Tv);
        ShouldRefuse(await server.Host.As(TestClients.App).PostAsync(Paths.DeviceAuthorization), "unauthorized_client");
        ShouldRefuse(await tv.PostAsync(Paths.DeviceAuthorization, ("scope", "openid unknown")), "invalid_scope");
        ShouldRefuse(await tv.PostAsync(Paths.DeviceAuthorization, ("scope", "api"), ("resource", "files")), "invalid_target");
        foreach (var client in new[] { server.Host.As(DeviceClients.Console) with { Secret = "wrong" }, server.Host.As(DeviceClients.Console) with { Secret = null } })
        {
            var answer = await client.PostAsync(Paths.DeviceAuthorization);
            (answer.Status, answer.Error).Should().Be((401, "invalid_client"), answer.Body);
        }

        (await server.Host.As(DeviceClients.Console).PostAsync(Paths.DeviceAuthorization)).Status.Should().Be(200);
    }

    [Fact]
    [Spec("RFC 8628", "3.5")]
    public async Task A_device_that_its_user_allowed_is_signed_in()
    {
        var user = await server.Host.CreateUserAsync();
        using var flow = await DeviceFlow.StartAsync(server);
        ShouldRefuse(await flow.PollAsync(), "authorization_pending");
        await flow.AllowAsync(user);

        var answer = await flow.PollAsync();

        answer.Status.Should().Be(200, answer.Body);
        answer.Members.Should().Contain(["access_token", "refresh_token", "id_token"]);
        answer.Scope.Should().Be("openid offline_access api");
        answer.Claims.GetProperty("sub").GetGuid().Should().Be(user.Id);
        answer.Claims.GetProperty("client_id").GetString().Should().Be("tv");
        answer.Claims.GetProperty("amr")[0].GetString().Should().Be("pwd");
        (await server.Database.SessionAsync<Guid>(answer.SessionId, "sign_in_id")).Should().NotBeEmpty();
        (await flow.Client.RefreshAsync(answer.RefreshToken)).Status.Should().Be(200);
    }

    [Fact]
    [Spec("RFC 8707", "2")]
    public async Task The_resources_that_the_device_named_are_all_that_it_gets()
    {
        var tv = server.Host.As(DeviceClients.Tv);
        var user = await server.Host.CreateUserAsync();
        using var flow = await DeviceFlow.StartAsync(server, scope: "api files");
        await flow.AllowAsync(user);
        ShouldRefuse(await tv.PostAsync(Paths.Token, ("grant_type", DeviceFlow.Grant), ("device_code", flow.DeviceCode), ("resource", "elsewhere")), "invalid_target");

        var answer = await tv.PostAsync(Paths.Token, ("grant_type", DeviceFlow.Grant), ("device_code", flow.DeviceCode), ("resource", "files"));

        answer.Claims.GetProperty("aud").GetString().Should().Be("files", answer.Body);
    }

    [Fact]
    [Spec("RFC 8628", "3.5")]
    public async Task A_device_that_its_user_turned_away_is_told_so()
    {
        using var flow = await DeviceFlow.StartAsync(server);
        var page = await flow.AnswerAsync(await flow.TypeAsync(await server.Host.CreateUserAsync()), "deny");
        page.Address.AbsolutePath.Should().Be("/device/denied");
        ShouldRefuse(await flow.PollAsync(), "access_denied");
        await flow.WaitAsync();
        ShouldRefuse(await flow.PollAsync(), "access_denied");
    }

    [Fact]
    [Spec("RFC 8628", "3.5")]
    public async Task A_device_that_does_not_wait_is_slowed_down()
    {
        using var flow = await DeviceFlow.StartAsync(server);
        ShouldRefuse(await flow.PollAsync(), "authorization_pending");
        ShouldRefuse(await flow.PollAsync(), "slow_down");
        ShouldRefuse(await flow.PollAsync(), "slow_down");
        (await server.Database.ReadAsync("SELECT max(poll_interval) FROM one_time_artefacts", row => row.GetInt32(0))).Single().Should().Be(15);
        await flow.WaitAsync();
        ShouldRefuse(await flow.PollAsync(), "authorization_pending");
    }

    [Fact]
    [Spec("RFC 8628", "3.5")]
    public async Task An_expired_code_is_said_to_be_whether_it_was_allowed_or_not()
    {
        using var waiting = await DeviceFlow.StartAsync(server);
        using var allowed = await DeviceFlow.StartAsync(server);
        await allowed.AllowAsync(await server.Host.CreateUserAsync());
        await server.Database.ExecuteAsync("UPDATE one_time_artefacts SET expires_at = clock_timestamp() WHERE spent_at IS NULL");
        ShouldRefuse(await waiting.PollAsync(), "expired_token");
        ShouldRefuse(await allowed.PollAsync(), "expired_token");
    }

    [Fact]
    public async Task A_code_that_is_missing_or_unknown_is_refused()
    {
        var tv = server.Host.As(DeviceClients.Tv);
        ShouldRefuse(await tv.PostAsync(Paths.Token, ("grant_type", DeviceFlow.Grant)), "invalid_request");
        ShouldRefuse(await tv.PostAsync(Paths.Token, ("grant_type", DeviceFlow.Grant), ("device_code", "unknown")), "invalid_grant");
    }

    private static void ShouldRefuse(Answer answer, string error) => (answer.Status, answer.Error).Should().Be((400, error), answer.Body);
}
