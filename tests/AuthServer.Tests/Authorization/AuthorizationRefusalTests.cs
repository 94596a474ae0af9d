using System.Net;
using AuthServer.Testing;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Authorization;

/// <summary>Requests that are wrong: what the client is told, and what is only ever shown.</summary>
public sealed class AuthorizationRefusalTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Theory]
    [InlineData("response_type", null, "invalid_request")]
    [InlineData("response_type", "token", "unsupported_response_type")]
    [InlineData("response_type", "code id_token", "unsupported_response_type")]
    [InlineData("response_mode", "fragment", "invalid_request")]
    [InlineData("code_challenge", null, "invalid_request")]
    [InlineData("code_challenge", "too-short", "invalid_request")]
    [InlineData("code_challenge_method", null, "invalid_request")]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("scope", "openid  api", "invalid_scope")]
    [InlineData("scope", "openid unknown", "invalid_scope")]
    [InlineData("resource", "https://elsewhere.example", "invalid_target")]
    [InlineData("prompt", "none login", "invalid_request")]
    [InlineData("prompt", "create", "invalid_request")]
    [InlineData("max_age", "-1", "invalid_request")]
    [InlineData("max_age", "soon", "invalid_request")]
    [InlineData("dpop_jkt", "short", "invalid_request")]
    [InlineData("registration", "{}", "registration_not_supported")]
    [InlineData("id_token_hint", "not.a.token", "invalid_request")]
    [Spec("RFC 6749", "4.1.2.1")]
    [Spec("RFC 7636", "4.4.1")]
    [Spec("RFC 9207", "2")]
    [Spec("RFC 8707", "2.1")]
    public async Task The_client_is_told_what_is_wrong(string parameter, string? value, string error)
    {
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp);

        var back = (await flow.OpenAsync((parameter, value))).AsReturn();

        back.Address.GetLeftPart(UriPartial.Path).Should().Be("https://app.example/callback");
        back.Error.Should().Be(error);
        back.Parameters["state"].Should().Be(flow.State);
        back.Parameters["iss"].Should().Be(server.Host.Issuer);
        back.Parameters.Should().NotContainKey("code");
    }

    [Fact]
    [Spec("RFC 6749", "4.1.2.1")]
    public async Task A_client_without_the_grant_is_told_so()
    {
        using var flow = new CodeFlow(server.Host, TestClients.GrantlessApp);

        (await flow.OpenAsync()).AsReturn().Error.Should().Be("unauthorized_client");
    }

    [Theory]
    [InlineData("https://evil.example/callback")]
    [InlineData("https://app.example.evil.example/callback")]
    [InlineData("https://app.example@evil.example/callback")]
    [InlineData("https://evil.example/https://app.example/callback")]
    [InlineData("https://app.example/callback/")]
    [InlineData("https://app.example/callback/../evil")]
    [InlineData("https://app.example/callback/..%2fevil")]
    [InlineData("https://app.example/callback?next=https://evil.example")]
    [InlineData("https://app.example/callback#fragment")]
    [InlineData("https://app.example/callback#")]
    [InlineData("https://app.example/Callback")]
    [InlineData("https://APP.example/callback")]
    [InlineData("HTTPS://app.example/callback")]
    [InlineData("http://app.example/callback")]
    [InlineData("https://app.example:443/callback")]
    [InlineData("https://app.example:8443/callback")]
    [InlineData("https://app.example/")]
    [InlineData("https://app.example")]
    [InlineData("https://app.example/callback%00")]
    [InlineData("https://app.example/callback%0d%0aSet-Cookie:a=b")]
    [InlineData("https://app.example\\@evil.example/callback")]
    [InlineData("https:///app.example/callback")]
    [InlineData("https:app.example/callback")]
    [InlineData("//app.example/callback")]
    [InlineData("/callback")]
    [InlineData("callback")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,hello")]
    [InlineData("https://app.example/callback ")]
    [InlineData(" https://app.example/callback")]
    [InlineData("https://app.example/call\tback")]
    [InlineData("https://user:password@app.example/callback")]
    [InlineData("http://localhost/callback")]
    [InlineData("http://127.0.0.1/callback")]
    [Spec("RFC 9700", "4.1.3")]
    [Spec("RFC 6749", "10.15")]
    public async Task An_unregistered_redirect_URI_is_never_redirected_to(string redirectUri)
    {
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp) { RedirectUri = redirectUri };

        var page = (await flow.OpenAsync()).AsPage();

        page.Status.Should().Be(HttpStatusCode.BadRequest);
        page.Headers.Location.Should().BeNull();
        page.Html.Should().NotContain("evil.example").And.Contain("redirect_uri");
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080/other")]
    [InlineData("http://127.0.0.2:8080/callback")]
    [InlineData("http://localhost:8080/callback")]
    [InlineData("http://[::1]:8080/callback")]
    [InlineData("https://127.0.0.1:8080/callback")]
    [InlineData("http://127.0.0.1:8080@evil.example/callback")]
    [InlineData("http://127.0.0.1.evil.example/callback")]
    [Spec("RFC 8252", "8.3")]
    public async Task Only_the_port_of_a_loopback_redirect_may_differ(string redirectUri)
    {
        using var flow = new CodeFlow(server.Host, TestClients.NativeApp) { RedirectUri = redirectUri };

        (await flow.OpenAsync()).AsPage().Status.Should().Be(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nobody")]
    [InlineData("api")]
    [Spec("RFC 6749", "4.1.2.1")]
    public async Task An_unknown_client_is_shown_and_never_redirected(string? clientId)
    {
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp);

        var page = (await flow.OpenAsync(("client_id", clientId))).AsPage();

        page.Status.Should().Be(HttpStatusCode.BadRequest);
        page.Headers.GetValues("Content-Security-Policy").Single().Should().Contain("frame-ancestors 'none'");
    }

    [Fact]
    [Spec("RFC 6749", "3.1")]
    public async Task A_repeated_parameter_is_refused()
    {
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp);

        var page = (await flow.Browser.OpenAsync(flow.Url() + "&scope=openid")).AsPage();

        page.Status.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    [Spec("RFC 9126", "6")]
    public async Task A_client_that_must_push_is_not_served_otherwise()
    {
        using var flow = new CodeFlow(server.Host, TestClients.PushingApp);

        (await flow.OpenAsync()).AsPage().Status.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_forged_interaction_leads_nowhere()
    {
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp);

        var page = (await flow.Browser.OpenAsync("/connect/authorize?interaction=Zm9yZ2Vk")).AsPage();

        page.Status.Should().Be(HttpStatusCode.BadRequest);
    }
}
