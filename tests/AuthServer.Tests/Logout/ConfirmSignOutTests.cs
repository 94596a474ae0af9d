using System.Net;
using AuthServer.Core.Sessions;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Testing;
using AuthServer.Testing.Browser;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Logout;

/// <summary>Logouts about which the person is asked first, since whoever sent the browser has not shown that they are wanted.</summary>
[Spec("OIDC RP-Initiated Logout", "2")]
[Spec("OIDC RP-Initiated Logout", "6")]
public sealed class ConfirmSignOutTests(LogoutServer server) : IClassFixture<LogoutServer>, IDisposable
{
    private readonly ProgrammaticBrowser _browser = server.NewBrowser();

    [Fact]
    public async Task Without_a_hint_nothing_ends_until_the_person_says_yes()
    {
        var (user, session) = await SignInAsync(_browser);

        var page = (await _browser.OpenAsync(LogoutServer.Url(("client_id", "app"), ("post_logout_redirect_uri", LogoutClients.Bye), ("state", "s")))).AsPage();
        page.Status.Should().Be(HttpStatusCode.OK);
        page.Html.Should().Contain("The App").And.Contain(user.UserName!);
        (await ReasonAsync(session)).Should().BeNull();
        (await server.IsSignedInAsync(_browser)).Should().BeTrue();

        (await YesAsync(page)).AsReturn().Address.Should().Be(LogoutClients.Bye + "?state=s");
        (await ReasonAsync(session)).Should().Be(EndReason.SignedOut);
        (await server.IsSignedInAsync(_browser)).Should().BeFalse();
    }

    [Fact]
    public async Task A_bare_request_asks_too_and_ends_at_our_own_page()
    {
        var (_, session) = await SignInAsync(_browser);

        var page = (await _browser.OpenAsync(LogoutServer.Url())).AsPage();
        (await ReasonAsync(session)).Should().BeNull();

        (await YesAsync(page)).AsPage().Address.AbsolutePath.Should().Be("/account/signed-out");
        (await ReasonAsync(session)).Should().Be(EndReason.SignedOut);
    }

    [Fact]
    public async Task Another_user_s_hint_asks_and_a_yes_ends_nothing_of_that_user()
    {
        using var elsewhere = server.NewBrowser();
        var (_, theirs) = await SignInAsync(elsewhere);
        var (_, own) = await SignInAsync(_browser);

        var page = (await _browser.OpenAsync(LogoutServer.Url(("id_token_hint", theirs.IdToken)))).AsPage();
        (await ReasonAsync(own)).Should().BeNull();
        await YesAsync(page);

        (await ReasonAsync(own)).Should().Be(EndReason.SignedOut);
        (await ReasonAsync(theirs)).Should().BeNull();
        (await server.IsSignedInAsync(elsewhere)).Should().BeTrue();
    }

    [Fact]
    public async Task A_hint_of_another_device_asks_and_a_yes_ends_that_session_alone_there()
    {
        using var elsewhere = server.NewBrowser();
        var (user, there) = await SignInAsync(elsewhere);
        var (_, here) = await SignInAsync(_browser, user);

        var page = (await _browser.OpenAsync(LogoutServer.Url(("id_token_hint", there.IdToken)))).AsPage();
        (await ReasonAsync(here)).Should().BeNull();
        (await ReasonAsync(there)).Should().BeNull();
        await YesAsync(page);

        (await ReasonAsync(here)).Should().Be(EndReason.SignedOut);
        (await ReasonAsync(there)).Should().Be(EndReason.SignedOut);
        (await server.IsSignedInAsync(elsewhere)).Should().BeTrue();
    }

    [Fact]
    public async Task A_hint_without_a_sign_in_asks_and_a_yes_ends_its_session_alone()
    {
        using var elsewhere = server.NewBrowser();
        var (_, session) = await SignInAsync(elsewhere);

        var page = (await _browser.OpenAsync(LogoutServer.Url(("id_token_hint", session.IdToken), ("post_logout_redirect_uri", LogoutClients.Bye)))).AsPage();
        (await ReasonAsync(session)).Should().BeNull();
        (await YesAsync(page)).AsReturn().Address.Should().Be(LogoutClients.Bye);

        (await ReasonAsync(session)).Should().Be(EndReason.SignedOut);
        (await server.IsSignedInAsync(elsewhere)).Should().BeTrue();
        (await server.Database.AuditAsync(session.SessionId)).Should().Contain(audit => audit.Type == "session.ended" && audit.Actor == "client:app");
    }

    [Fact]
    [Spec("OWASP ASVS", "3.5.1")]
    public async Task The_yes_cannot_be_said_by_another_site()
    {
        var (_, session) = await SignInAsync(_browser);
        var page = (await _browser.OpenAsync(LogoutServer.Url())).AsPage();
        var form = page.FormWith("logout")!;

        var refused = (await _browser.SubmitAsync(form, form.Buttons[0], ("__RequestVerificationToken", ""))).AsPage();

        refused.Status.Should().Be(HttpStatusCode.BadRequest);
        (await ReasonAsync(session)).Should().BeNull();
    }

    [Fact]
    public async Task A_page_that_was_left_open_while_the_account_changed_ends_nothing_of_the_new_one()
    {
        await SignInAsync(_browser);
        var page = (await _browser.OpenAsync(LogoutServer.Url())).AsPage();
        await YesAsync((await _browser.OpenAsync(LogoutServer.Url())).AsPage());
        var (_, session) = await SignInAsync(_browser);

        (await YesAsync(page)).AsPage().Status.Should().Be(HttpStatusCode.BadRequest);
        (await ReasonAsync(session)).Should().BeNull();
    }

    public void Dispose() => _browser.Dispose();

    private Task<Visit> YesAsync(Visit.Page page) => _browser.SubmitAsync(page.FormWith("logout")!);

    private async Task<(AuthUser User, Answer Session)> SignInAsync(ProgrammaticBrowser browser, AuthUser? user = null)
    {
        user ??= await server.NewUserAsync();
        using var flow = new CodeFlow(server.Host, server.Clients.App);
        var visit = await browser.AuthorizeAsync(flow.Url(), user.UserName!, AuthServerHost.Password);
        return (user, await flow.ExchangeAsync(visit.Code!));
    }

    private async Task<EndReason?> ReasonAsync(Answer session) => (EndReason?)await server.Database.EndReasonAsync(session.SessionId);
}
