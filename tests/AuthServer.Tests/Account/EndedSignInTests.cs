using System.Net;
using AuthServer.Account;
using AuthServer.Core.Sessions;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Testing.Browser;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Account;

/// <summary>Why one was signed out, said to the browser that was, and to no other.</summary>
public sealed class EndedSignInTests(AccountServer server) : IClassFixture<AccountServer>, IDisposable
{
    private const string Told = "You were signed out";

    private readonly ProgrammaticBrowser _browser = server.NewBrowser();

    [Theory]
    [InlineData(EndReason.PasswordChanged, "Your password was changed.", true)]
    [InlineData(EndReason.CredentialsChanged, "Two-step sign-in was reset or turned off, or a passkey was removed.", true)]
    [InlineData(EndReason.UserRevoked, "It was signed out from the list of devices in your account.", true)]
    [InlineData(EndReason.AdminRevoked, "It was ended to protect your account, or by an administrator.", true)]
    [InlineData(EndReason.Incident, "It was ended to protect your account, or by an administrator.", true)]
    [InlineData(EndReason.ReuseDetected, "It was ended to protect your account, or by an administrator.", true)]
    [InlineData(EndReason.AbsoluteExpired, "It had lasted as long as a sign-in can.", false)]
    public async Task The_sign_in_page_says_why_and_what_to_do(EndReason reason, string sentence, bool asksWhetherItWasYou)
    {
        await EndAsync(await SignedInAsync(), reason);

        var page = await _browser.GoToAsync(AccountPaths.Home);

        page.Address.AbsolutePath.Should().Be(AccountPaths.SignIn);
        page.Address.Query.Should().Be($"?{AccountPaths.ReturnUrl}=%2Faccount", "nothing of it stands in the address");
        var words = page.ToString();
        words.Should().Contain($"{Told} on 21 November 2025, 10:12 UTC . {sentence}");
        words.Contains("Was it not you?", StringComparison.Ordinal).Should().Be(asksWhetherItWasYou);
        (await _browser.GoToAsync(AccountPaths.SignIn)).ToString().Should().Contain(sentence, "a reloaded page says it again");
    }

    [Fact]
    public async Task It_is_said_at_once_on_the_sign_in_page_itself()
    {
        await EndAsync(await SignedInAsync(), EndReason.PasswordChanged);
        (await _browser.GoToAsync(AccountPaths.SignIn)).Html.Should().Contain(Told);
    }

    [Fact]
    public async Task It_is_said_when_a_client_sends_the_browser_here()
    {
        await EndAsync(await SignedInAsync(), EndReason.PasswordChanged);
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp) { Browser = _browser };
        (await flow.OpenAsync()).AsPage().Html.Should().Contain(Told);
    }

    [Fact]
    public async Task An_expired_sign_in_is_said_too()
    {
        var user = await SignedInAsync();
        await server.Database.ExecuteAsync("UPDATE sign_ins SET expires_at = now() - interval '1 minute' WHERE user_id = @id", ("id", user.Id));
        (await _browser.GoToAsync(AccountPaths.Home)).Html.Should().Contain("It had lasted as long as a sign-in can.");
    }

    [Fact]
    public async Task Whoever_has_signed_in_again_is_told_no_more()
    {
        var user = await SignedInAsync();
        await EndAsync(user, EndReason.PasswordChanged);
        (await _browser.GoToAsync(AccountPaths.Home)).Html.Should().Contain(Told);

        (await _browser.SignInAtAsync(user)).IsSignedIn().Should().BeTrue();

        _browser.CookieOf("authserver-ended-sign-in").Should().BeNull();
        await _browser.PressAsync(await _browser.GoToAsync(AccountPaths.Home), AccountPaths.SignOut);
        (await _browser.GoToAsync(AccountPaths.SignIn)).Html.Should().NotContain(Told);
    }

    [Fact]
    public async Task A_user_who_is_signed_in_and_asked_again_is_told_nothing()
    {
        var user = await server.Host.CreateUserAsync();
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp) { Browser = _browser };
        await flow.SignInAsync(user);
        foreach (var asked in new[] { ("prompt", "login"), ("max_age", "0") })
        {
            var page = (await flow.OpenAsync(asked)).AsPage();
            page.Address.AbsolutePath.Should().Be(AccountPaths.SignIn);
            page.Html.Should().Contain("Confirm that it is you").And.NotContain(Told);
        }
    }

    [Fact]
    public async Task Nobody_else_is_told_and_nobody_can_make_it_up()
    {
        using var stranger = server.NewBrowser();
        (await stranger.GoToAsync(AccountPaths.SignIn)).Html.Should().NotContain(Told);
        stranger.Cookies.Add(new Uri(server.Host.Issuer), new Cookie("authserver-ended-sign-in", "CfDJ8Made-up"));
        (await stranger.GoToAsync($"{AccountPaths.SignIn}?reason=password_changed")).Html.Should().NotContain(Told);
    }

    [Fact]
    public async Task A_browser_at_work_is_noted_as_seen_once_an_hour()
    {
        var user = await SignedInAsync();
        var made = await SeenAsync(user);
        await _browser.GoToAsync(AccountPaths.Home);
        (await SeenAsync(user)).Should().Be(made);
        await server.Database.ExecuteAsync("UPDATE sign_ins SET last_seen_at = last_seen_at - interval '2 hours' WHERE user_id = @id", ("id", user.Id));

        await _browser.GoToAsync(AccountPaths.Home);

        var seen = await SeenAsync(user);
        seen.Should().BeAfter(made);
        await _browser.GoToAsync(AccountPaths.Home);
        (await SeenAsync(user)).Should().Be(seen);
    }

    public void Dispose() => _browser.Dispose();

    private async Task<AuthUser> SignedInAsync()
    {
        var user = await server.Host.CreateUserAsync();
        (await _browser.SignInAtAsync(user)).IsSignedIn().Should().BeTrue();
        return user;
    }

    private Task<int> EndAsync(AuthUser user, EndReason reason) => server.Database.ExecuteAsync(
        $"UPDATE sign_ins SET ended_at = '2025-11-21T10:12:30Z', end_reason = {(int)reason}, ended_by = 'server' WHERE user_id = @id", ("id", user.Id));

    private async Task<DateTime> SeenAsync(AuthUser user) =>
        (await server.Database.ReadAsync("SELECT last_seen_at FROM sign_ins WHERE user_id = @id", row => row.GetDateTime(0), ("id", user.Id))).Single();
}
