using System.Net;
using AuthServer.Endpoints;
using AuthServer.Testing;
using AuthServer.Testing.Browser;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Microsoft.AspNetCore.WebUtilities;
using Xunit;

namespace AuthServer.Tests.Authorization;

/// <summary>Pushed authorization requests (RFC 9126).</summary>
public sealed class PushedRequestTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    [Spec("RFC 9126", "2.2")]
    public async Task A_pushed_request_is_answered_once()
    {
        var user = await server.Host.CreateUserAsync();
        using var flow = new CodeFlow(server.Host, TestClients.PushingApp);
        var pushed = await PushAsync(flow);
        pushed.Status.Should().Be(201);
        pushed.Members.Should().Equal("request_uri", "expires_in");
        pushed.Json.GetProperty("expires_in").GetInt64().Should().Be(90);

        var back = await flow.Browser.AuthorizeAsync(Address(flow, pushed), user.UserName!, AuthServerHost.Password);

        back.Parameters["state"].Should().Be(flow.State);
        (await flow.ExchangeAsync(back.Code!)).Status.Should().Be(200);
        (await flow.Browser.OpenAsync(Address(flow, pushed))).AsPage().Status.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    [Spec("RFC 9126", "4")]
    public async Task A_user_may_take_longer_than_the_request_would_have_waited()
    {
        var user = await server.Host.CreateUserAsync();
        using var flow = new CodeFlow(server.Host, TestClients.PushingApp);
        var pushed = await PushAsync(flow);
        var signIn = (await flow.Browser.OpenAsync(Address(flow, pushed))).AsPage();
        await server.Database.ExecuteAsync("UPDATE one_time_artefacts SET expires_at = expires_at - interval '2 minutes' WHERE kind = 3 AND spent_at IS NULL");

        var back = (await flow.Browser.SignInAsync(signIn, user.UserName!, AuthServerHost.Password)).AsReturn();

        (await flow.ExchangeAsync(back.Code!)).Status.Should().Be(200);
    }

    [Fact]
    [Spec("RFC 9126", "2.2")]
    public async Task Parameters_beside_the_pushed_ones_do_not_count()
    {
        var user = await server.Host.CreateUserAsync();
        using var flow = new CodeFlow(server.Host, TestClients.PushingApp);
        var pushed = await PushAsync(flow);

        var back = await flow.Browser.AuthorizeAsync(Address(flow, pushed) + "&state=another&scope=openid", user.UserName!, AuthServerHost.Password);

        back.Parameters["state"].Should().Be(flow.State);
        (await flow.ExchangeAsync(back.Code!)).Scope.Should().Be(flow.Scope);
    }

    [Fact]
    [Spec("RFC 9126", "2.2")]
    public async Task Another_client_cannot_use_it()
    {
        using var flow = new CodeFlow(server.Host, TestClients.PushingApp);
        var pushed = await PushAsync(flow);

        var page = (await flow.Browser.OpenAsync(QueryHelpers.AddQueryString(Paths.Authorization, new Dictionary<string, string?>
        {
            ["client_id"] = TestClients.CodeApp.Id,
            ["request_uri"] = pushed.Json.GetProperty("request_uri").GetString(),
        }))).AsPage();

        page.Status.Should().Be(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("request_uri", "urn:ietf:params:oauth:request_uri:abc", "invalid_request")]
    [InlineData("redirect_uri", "https://evil.example/callback", "invalid_request")]
    [InlineData("response_type", "token", "unsupported_response_type")]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("scope", "unknown", "invalid_scope")]
    [Spec("RFC 9126", "2.1")]
    [Spec("RFC 9126", "2.3")]
    public async Task What_is_wrong_is_said_to_the_client_and_not_to_the_user(string parameter, string value, string error)
    {
        using var flow = new CodeFlow(server.Host, TestClients.PushingApp);

        var answer = await PushAsync(flow, (parameter, value));

        answer.Status.Should().Be(400);
        answer.Error.Should().Be(error);
    }

    [Fact]
    [Spec("RFC 9126", "2.1")]
    public async Task A_confidential_client_shows_who_it_is()
    {
        using var flow = new CodeFlow(server.Host, TestClients.CodeWeb);

        (await (flow.Client with { Secret = "wrong" }).PostAsync(Paths.PushedAuthorization, Parameters(flow))).Status.Should().Be(401);
        (await PushAsync(flow)).Status.Should().Be(201);
    }

    [Fact]
    [Spec("RFC 9101", "5.2")]
    [Spec("OIDC Core", "6.2")]
    public async Task A_request_by_reference_to_elsewhere_is_not_fetched()
    {
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp);

        var page = (await flow.OpenAsync(("request_uri", "https://evil.example/request.jwt"))).AsPage();

        page.Status.Should().Be(HttpStatusCode.BadRequest);
        page.Html.Should().Contain("request_uri_not_supported");
    }

    [Fact]
    [Spec("RFC 9126", "2.2")]
    public async Task No_request_uri_stands_in_the_database()
    {
        using var flow = new CodeFlow(server.Host, TestClients.PushingApp);
        var handle = (await PushAsync(flow)).Json.GetProperty("request_uri").GetString()!.Split(':')[^1];

        var rows = await server.Database.ReadAsync("SELECT row_to_json(a)::text FROM one_time_artefacts a", row => row.GetString(0));

        rows.Should().NotBeEmpty().And.NotContain(row => row.Contains(handle));
    }

    private static Task<Answer> PushAsync(CodeFlow flow, params (string Name, string? Value)[] changes) =>
        flow.Client.PostAsync(Paths.PushedAuthorization, Parameters(flow, changes));

    private static (string Name, string? Value)[] Parameters(CodeFlow flow, params (string Name, string? Value)[] changes) =>
        [.. flow.Request(changes).Where(parameter => parameter.Key != "client_id").Select(parameter => (parameter.Key, parameter.Value))];

    private static string Address(CodeFlow flow, Answer pushed) => QueryHelpers.AddQueryString(Paths.Authorization, new Dictionary<string, string?>
    {
        ["client_id"] = flow.Client.Id,
        ["request_uri"] = pushed.Json.GetProperty("request_uri").GetString(),
    });
}
