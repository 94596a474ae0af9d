using System.Net;
using AuthServer.Configuration;
using AuthServer.Core.Sessions;
using AuthServer.Endpoints;
using AuthServer.Testing;
using AuthServer.Testing.Browser;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Logout;

/// <summary>Logouts that clients ask for, by the browser.</summary>
[Spec("OIDC RP-Initiated Logout", "2")]
public sealed class EndSessionTests(LogoutServer server) : IClassFixture<LogoutServer>, IDisposable
{
    private readonly ProgrammaticBrowser _browser = server.NewBrowser();

    [Fact]
    [Spec("OIDC RP-Initiated Logout", "3")]
    public async Task A_session_of_this_browser_is_signed_out_at_once_and_the_browser_goes_back_with_its_state()
    {
        var session = await SignInAsync();

        var answer = await server.SendAsync(
            _browser, LogoutServer.Url(("id_token_hint", session.IdToken), ("post_logout_redirect_uri", LogoutClients.Bye), ("state", "a b&c=d")));

        (answer.Status, answer.Headers.Location!.OriginalString).Should().Be((303, LogoutClients.Bye + "?state=a%20b%26c%3Dd"));
        answer.Headers.CacheControl!.NoStore.Should().BeTrue();
        (await ReasonAsync(session)).Should().Be(EndReason.SignedOut);
        (await server.IsSignedInAsync(_browser)).Should().BeFalse();
        var refused = await server.Host.As(server.Clients.App).RefreshAsync(session.RefreshToken);
        (refused.Status, refused.Error, refused.Reason).Should().Be((400, "invalid_grant", "signed_out"));
    }

    [Theory]
    [InlineData("https://app.example/bye?kept=yes", "https://app.example/bye?kept=yes&state=s")]
    [InlineData("com.example.app:/bye", "com.example.app:/bye?state=s")]
    public async Task The_state_is_added_to_what_the_address_has(string registered, string expected)
    {
        var session = await SignInAsync();

        (await server.SendAsync(_browser, LogoutServer.Url(("id_token_hint", session.IdToken), ("post_logout_redirect_uri", registered), ("state", "s"))))
            .Headers.Location!.OriginalString.Should().Be(expected);
    }

    [Fact]
    public async Task Without_an_address_to_go_back_to_a_page_says_that_it_is_done()
    {
        var session = await SignInAsync();

        var page = (await _browser.OpenAsync(LogoutServer.Url(("id_token_hint", session.IdToken), ("state", "s"), ("ui_locales", "fr"), ("logout_hint", "x")))).AsPage();

        (page.Status, page.Address.AbsolutePath).Should().Be((HttpStatusCode.OK, "/account/signed-out"));
        (await ReasonAsync(session)).Should().Be(EndReason.SignedOut);
    }

    [Fact]
    public async Task Everything_under_the_sign_in_ends_and_other_devices_stay()
    {
        var user = await server.NewUserAsync();
        using var elsewhere = server.NewBrowser();
        using var app = server.Flow(server.Clients.App, _browser);
        using var other = server.Flow(server.Clients.Other, _browser);
        using var device = server.Flow(server.Clients.App, elsewhere);
        var (first, second, third) = (await app.SignInAsync(user), await other.SignInAsync(user), await device.SignInAsync(user));

        await _browser.OpenAsync(LogoutServer.Url(("id_token_hint", first.IdToken)));

        (await ReasonAsync(first)).Should().Be(EndReason.SignedOut);
        (await ReasonAsync(second)).Should().Be(EndReason.SignedOut);
        (await ReasonAsync(third)).Should().BeNull();
        (await server.IsSignedInAsync(elsewhere)).Should().BeTrue();
    }

    [Fact]
    public async Task An_expired_id_token_still_hints()
    {
        var session = await SignInAsync(server.Clients.Brief);
        await Task.Delay(TimeSpan.FromSeconds(2.1));

        (await _browser.OpenAsync(LogoutServer.Url(("id_token_hint", session.IdToken), ("post_logout_redirect_uri", "https://brief.example/bye"))))
            .AsReturn().Address.Should().Be("https://brief.example/bye");
        (await ReasonAsync(session)).Should().Be(EndReason.SignedOut);
    }

    [Fact]
    public async Task A_client_that_has_just_revoked_its_session_is_no_stranger()
    {
        var session = await SignInAsync();
        await server.Host.As(server.Clients.App).RevokeAsync(session.RefreshToken);

        (await _browser.OpenAsync(LogoutServer.Url(("id_token_hint", session.IdToken), ("post_logout_redirect_uri", LogoutClients.Bye)))).AsReturn();
        (await server.IsSignedInAsync(_browser)).Should().BeFalse();
    }

    [Fact]
    public async Task What_is_posted_by_another_site_and_so_without_our_cookie_finds_the_sign_in_all_the_same()
    {
        var session = await SignInAsync();
        using var stranger = server.NewBrowser();
        using var content = new FormUrlEncodedContent(
        [
            new("id_token_hint", session.IdToken), new("post_logout_redirect_uri", LogoutClients.Bye), new("state", "s"),
        ]);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
        using var posted = await http.PostAsync(server.Host.Address + Paths.EndSession, content);
        ((int)posted.StatusCode).Should().Be(303);
        var next = posted.Headers.Location!.OriginalString;
        next.Should().StartWith(Paths.EndSession + "?logout=").And.NotContain(session.IdToken);
        (await ReasonAsync(session)).Should().BeNull();

        (await _browser.OpenAsync(next)).AsReturn().Address.Should().Be(LogoutClients.Bye + "?state=s");
        (await ReasonAsync(session)).Should().Be(EndReason.SignedOut);
    }

    [Fact]
    public async Task With_nobody_signed_in_and_nothing_named_the_browser_goes_on()
    {
        (await _browser.OpenAsync(LogoutServer.Url())).AsPage().Address.AbsolutePath.Should().Be("/account/signed-out");
        (await _browser.OpenAsync(LogoutServer.Url(("client_id", "app"), ("post_logout_redirect_uri", LogoutClients.Bye)))).AsReturn().Address.Should().Be(LogoutClients.Bye);
    }

    [Fact]
    public async Task A_second_logout_with_the_same_token_goes_back_like_the_first()
    {
        var session = await SignInAsync();
        var url = LogoutServer.Url(("id_token_hint", session.IdToken), ("post_logout_redirect_uri", LogoutClients.Bye));

        (await _browser.OpenAsync(url)).AsReturn();
        (await _browser.OpenAsync(url)).AsReturn().Address.Should().Be(LogoutClients.Bye);
    }

    [Fact]
    public async Task A_client_may_keep_its_offline_sessions_at_logout()
    {
        var user = await server.NewUserAsync();
        using var offline = server.Flow(server.Clients.Keeping, _browser);
        using var online = new CodeFlow(server.Host, server.Clients.Keeping) { Browser = _browser, Scope = "openid api" };
        var (kept, ended) = (await offline.SignInAsync(user), await online.SignInAsync(user));

        (await _browser.OpenAsync(LogoutServer.Url(("id_token_hint", ended.IdToken), ("post_logout_redirect_uri", "https://keeping.example/bye")))).AsReturn();

        (await ReasonAsync(ended)).Should().Be(EndReason.SignedOut);
        (await ReasonAsync(kept)).Should().BeNull();
        (await server.IsSignedInAsync(_browser)).Should().BeFalse();
        (await server.Host.As(server.Clients.Keeping).RefreshAsync(kept.RefreshToken)).Status.Should().Be(200);
    }

    public void Dispose() => _browser.Dispose();

    private async Task<Answer> SignInAsync(ClientDeclaration? client = null)
    {
        using var flow = new CodeFlow(server.Host, client ?? server.Clients.App);
        var visit = await _browser.AuthorizeAsync(flow.Url(), (await server.NewUserAsync()).UserName!, AuthServerHost.Password);
        return await flow.ExchangeAsync(visit.Code!);
    }

    private async Task<EndReason?> ReasonAsync(Answer session) => (EndReason?)await server.Database.EndReasonAsync(session.SessionId);
}
