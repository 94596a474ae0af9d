using AuthServer.Configuration;
using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;
using AuthServer.Endpoints;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Protocol.Jose;
using AuthServer.Testing;
using AuthServer.Testing.Browser;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Microsoft.AspNetCore.WebUtilities;
using Xunit;

namespace AuthServer.Tests.Logout;

/// <summary>What a logout request must not do: send the browser where nobody registered, or end what nobody wanted ended.</summary>
[Spec("OIDC RP-Initiated Logout", "4")]
public sealed class EndSessionAbuseTests(LogoutServer server) : IClassFixture<LogoutServer>, IDisposable
{
    private readonly ProgrammaticBrowser _browser = server.NewBrowser();
    private AuthUser? _user;

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("https://app.example/")]
    [InlineData("https://app.example/bye/")]
    [InlineData("https://app.example/bye?x=1")]
    [InlineData("https://app.example/bye#x")]
    [InlineData("https://app.example/%62ye")]
    [InlineData("https://app.example/x/../bye")]
    [InlineData("https://APP.example/bye")]
    [InlineData("https://app.example:443/bye")]
    [InlineData("https://app.example.evil.example/bye")]
    [InlineData("https://app.example@evil.example/bye")]
    [InlineData("http://app.example/bye")]
    [InlineData(" https://app.example/bye")]
    [InlineData("https://other.example/bye")]
    [InlineData("https://app.example/callback")]
    [InlineData("//evil.example/bye")]
    [InlineData("/\\evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("bye")]
    [Spec("OIDC RP-Initiated Logout", "3")]
    public async Task The_browser_is_sent_nowhere_but_to_a_registered_address(string uri)
    {
        var session = await SignInAsync();

        await ShouldBeRefusedAsync(session, ("id_token_hint", session.IdToken), ("post_logout_redirect_uri", uri), ("state", "s"));
        await ShouldBeRefusedAsync(session, ("client_id", "app"), ("post_logout_redirect_uri", uri));
    }

    [Fact]
    public async Task An_address_without_a_client_is_refused()
    {
        var session = await SignInAsync();

        await ShouldBeRefusedAsync(session, ("post_logout_redirect_uri", LogoutClients.Bye));
        await ShouldBeRefusedAsync(session, ("client_id", "nobody"), ("post_logout_redirect_uri", LogoutClients.Bye));
    }

    [Fact]
    [Spec("OIDC RP-Initiated Logout", "2")]
    public async Task A_hint_of_another_client_than_the_one_named_is_refused()
    {
        var session = await SignInAsync();

        await ShouldBeRefusedAsync(session, ("id_token_hint", session.IdToken), ("client_id", "other"));
        await ShouldBeRefusedAsync(session, ("id_token_hint", session.IdToken), ("client_id", "other"), ("post_logout_redirect_uri", "https://other.example/bye"));
    }

    [Fact]
    public async Task What_is_no_id_token_of_ours_is_refused_as_a_hint()
    {
        var session = await SignInAsync();
        var parts = session.IdToken.Split('.');
        var none = WebEncoders.Base64UrlEncode("""{"alg":"none","typ":"JWT"}"""u8);
        using var key = SigningKey.Generate(JwsAlgorithm.RS256);
        Base64UrlText.TryDecode(parts[1], out var claims).Should().BeTrue();
        string[] hints =
        [
            "x", $"{none}.{parts[1]}.", $"{parts[0]}.{parts[1]}.{new string('A', parts[2].Length)}", JwtWriter.Sign(key, "JWT", claims),
            session.AccessToken, session.RefreshToken,
        ];

        foreach (var hint in hints)
        {
            await ShouldBeRefusedAsync(session, ("id_token_hint", hint), ("client_id", "app"), ("post_logout_redirect_uri", LogoutClients.Bye));
        }
    }

    [Fact]
    public async Task A_hint_of_another_issuer_is_refused_even_under_the_same_keys()
    {
        var session = await SignInAsync();
        await using var neighbour = await AuthServerHost.StartAsync(server.Database, new HostSettings { Clients = server.Clients.All });
        using var flow = new CodeFlow(neighbour, server.Clients.App);
        var foreign = await flow.SignInAsync(await neighbour.CreateUserAsync());

        await ShouldBeRefusedAsync(session, ("id_token_hint", foreign.IdToken));
    }

    [Fact]
    public async Task A_logout_token_is_no_hint()
    {
        var ended = await SignInAsync();
        await server.Host.As(server.Clients.App).RevokeAsync(ended.RefreshToken);
        var token = (await server.Receiver.OfAsync(ended.SessionId))[0].Token;
        var session = await SignInAsync();

        await ShouldBeRefusedAsync(session, ("id_token_hint", token));
    }

    [Fact]
    public async Task Malformed_requests_are_explained_by_a_page()
    {
        var session = await SignInAsync();
        foreach (var url in new[] { Paths.EndSession + "?state=1&state=2", Paths.EndSession + "?logout=x", "/account/sign-out-confirm", "/account/sign-out-confirm?logout=x" })
        {
            var answer = await server.SendAsync(_browser, url);
            (answer.Status, answer.ContentType).Should().Be((400, "text/html; charset=utf-8"), url);
            answer.Headers.Location.Should().BeNull();
        }

        (await ReasonAsync(session)).Should().BeNull();
    }

    [Fact]
    public async Task Looking_does_not_sign_out()
    {
        var session = await SignInAsync();

        (await server.SendAsync(_browser, LogoutServer.Url(("id_token_hint", session.IdToken)), HttpMethod.Head)).Status.Should().Be(405);
        (await ReasonAsync(session)).Should().BeNull();
    }

    [Fact]
    public async Task A_client_that_was_disabled_is_nobody_to_go_back_to()
    {
        var session = await SignInAsync(server.Clients.Brief);
        await server.Database.ExecuteAsync("UPDATE clients SET disabled = TRUE WHERE id = 'brief'");
        await Task.Delay(ClientDirectory.MaximumAge + TimeSpan.FromSeconds(0.5));

        await ShouldBeRefusedAsync(session, ("id_token_hint", session.IdToken), ("post_logout_redirect_uri", "https://brief.example/bye"));
    }

    public void Dispose() => _browser.Dispose();

    private async Task ShouldBeRefusedAsync(Answer session, params (string Name, string? Value)[] parameters)
    {
        var answer = await server.SendAsync(_browser, LogoutServer.Url(parameters));
        (answer.Status, answer.ContentType).Should().Be((400, "text/html; charset=utf-8"));
        answer.Headers.Location.Should().BeNull();
        answer.Body.Should().Contain("invalid_request").And.NotContain("evil.example");
        (await ReasonAsync(session)).Should().BeNull();
    }

    private async Task<Answer> SignInAsync(ClientDeclaration? client = null)
    {
        _user ??= await server.NewUserAsync();
        using var flow = new CodeFlow(server.Host, client ?? server.Clients.App);
        return await flow.ExchangeAsync((await _browser.AuthorizeAsync(flow.Url(), _user.UserName!, AuthServerHost.Password)).Code!);
    }

    private async Task<EndReason?> ReasonAsync(Answer session) => (EndReason?)await server.Database.EndReasonAsync(session.SessionId);
}
