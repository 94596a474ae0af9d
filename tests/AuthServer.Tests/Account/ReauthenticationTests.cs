using System.Net;
using AuthServer.Account;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Testing;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Account;

/// <summary>Showing one's credentials again.</summary>
public sealed class ReauthenticationTests(AccountServer server) : IClassFixture<AccountServer>
{
    [Theory]
    [InlineData(AccountPaths.Password)]
    [InlineData(AccountPaths.Authenticator)]
    [InlineData(AccountPaths.Passkeys)]
    [InlineData(AccountPaths.PersonalData)]
    [Spec("OWASP ASVS 5.0", "7.5.1")]
    public async Task A_sign_in_of_ten_minutes_ago_shows_its_credentials_before_it_changes_them(string path)
    {
        var user = await server.Host.CreateUserAsync();
        using var browser = server.NewBrowser();
        await browser.SignInAtAsync(user);
        (await browser.GoToAsync(path)).Address.AbsolutePath.Should().Be(path);
        await AgeAsync(user);

        var page = await browser.GoToAsync(path);

        page.Address.AbsolutePath.Should().Be(AccountPaths.SignIn);
        (await browser.SendAsync(page, "Input.Password", ("Input.Password", AuthServerHost.Password))).Address.AbsolutePath.Should().Be(path);
        (await server.Database.SignInsAsync(user)).Should().ContainSingle("the sign-in is raised, not made anew");
    }

    [Fact]
    public async Task A_form_that_was_opened_in_time_is_refused_when_it_is_sent_too_late()
    {
        var user = await server.Host.CreateUserAsync();
        using var browser = server.NewBrowser();
        await browser.SignInAtAsync(user);
        var page = await browser.GoToAsync(AccountPaths.Password);
        await AgeAsync(user);
        (await browser.SendAsync(page, "Input.Current", ("Input.Current", AuthServerHost.Password), ("Input.NewPassword", "N3w-Passw0rd!"))).Address.AbsolutePath
            .Should().Be(AccountPaths.SignIn);
        (await server.Host.As(TestClients.App).SignInAsync(user)).Status.Should().Be(200);
    }

    [Fact]
    public async Task The_user_is_fixed()
    {
        var (user, other) = (await server.Host.CreateUserAsync(), await server.Host.CreateUserAsync());
        await server.Host.ResetPasswordAsync(other, "0ther-Passw0rd!");
        using var browser = server.NewBrowser();
        await browser.SignInAtAsync(user);
        var page = await browser.GoToAsync(AccountPaths.SignInAt(AccountPaths.Home, reauthenticate: true));

        var answer = await browser.SendAsync(page, "Input.Password", ("Input.UserName", other.UserName!), ("Input.Password", "0ther-Passw0rd!"));

        answer.Html.Should().Contain(WebUtility.HtmlEncode(Sentences.NotSignedIn));
        (await server.Database.SignInsAsync(other)).Should().BeEmpty();
    }

    [Fact]
    [Spec("OpenID Connect Core 1.0", "3.1.2.1")]
    public async Task Showing_them_again_moves_the_time_of_authentication()
    {
        var user = await server.Host.CreateUserAsync();
        using var browser = server.NewBrowser();
        await browser.SignInAtAsync(user);
        await AgeAsync(user);
        var page = await browser.GoToAsync(AccountPaths.SignInAt(AccountPaths.Home, reauthenticate: true));
        await browser.SendAsync(page, "Input.Password", ("Input.Password", AuthServerHost.Password));
        (await server.Database.ReadAsync(
            "SELECT clock_timestamp() - authenticated_at < interval '1 minute', created_at < authenticated_at FROM sign_ins WHERE user_id = @id",
            row => (row.GetBoolean(0), row.GetBoolean(1)),
            ("id", user.Id))).Should().Equal((true, true));
    }

    [Fact]
    public async Task A_user_with_a_second_factor_shows_both_again()
    {
        var user = await server.Host.CreateUserAsync();
        var app = await server.Host.GiveAuthenticatorAsync(user);
        using var browser = server.NewBrowser();
        await browser.SendAsync(await browser.SignInAtAsync(user), "Input.Code", ("Input.Code", app.Code()));
        var page = await browser.GoToAsync(AccountPaths.SignInAt(AccountPaths.Home, reauthenticate: true));
        page = await browser.SendAsync(page, "Input.Password", ("Input.Password", AuthServerHost.Password));
        page.Address.AbsolutePath.Should().Be(AccountPaths.SecondFactor);
        (await browser.SendAsync(page, "Input.Code", ("Input.Code", app.Code(1)))).IsSignedIn().Should().BeTrue();
        (await server.Database.SignInsAsync(user)).Should().ContainSingle().Which.Acr.Should().Be("2");
    }

    [Fact]
    [Spec("OWASP ASVS 5.0", "7.2.4")]
    public async Task A_copy_of_the_cookie_does_not_rise_with_it()
    {
        var user = await server.Host.CreateUserAsync();
        using var browser = server.NewBrowser();
        await browser.SendAsync(
            await browser.GoToAsync(AccountPaths.SignIn), "Input.Password", ("Input.UserName", user.UserName!), ("Input.Password", AuthServerHost.Password), ("Input.RememberMe", "true"));
        var before = browser.Cookies.GetAllCookies().Single(cookie => cookie.Name == Surfing.SignInCookie);
        using var thief = server.NewBrowser();
        thief.Cookies.Add(new Uri(server.Host.Issuer), new Cookie(Surfing.SignInCookie, before.Value));
        (await thief.GoToAsync(AccountPaths.Home)).IsSignedIn().Should().BeTrue("the copy is good until then");

        var page = await browser.GoToAsync(AccountPaths.SignInAt(AccountPaths.Home, reauthenticate: true));
        (await browser.SendAsync(page, "Input.Password", ("Input.Password", AuthServerHost.Password))).IsSignedIn().Should().BeTrue();

        (await thief.GoToAsync(AccountPaths.Home)).Address.AbsolutePath.Should().Be(AccountPaths.SignIn);
        (await browser.GoToAsync(AccountPaths.Home)).IsSignedIn().Should().BeTrue();
        var after = browser.Cookies.GetAllCookies().Single(cookie => cookie.Name == Surfing.SignInCookie);
        after.Value.Should().NotBe(before.Value);
        after.Expires.Should().BeCloseTo(before.Expires, TimeSpan.FromSeconds(2), "raising it makes it last no longer");
    }

    private Task<int> AgeAsync(AuthUser user) =>
        server.Database.ExecuteAsync("UPDATE sign_ins SET authenticated_at = authenticated_at - interval '11 minutes' WHERE user_id = @id", ("id", user.Id));
}
