using AuthServer.Account;
using AuthServer.Testing;
using AuthServer.Testing.Browser;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Account;

public sealed class SignInTests(AccountServer server) : IClassFixture<AccountServer>
{
    [Fact]
    public async Task A_user_signs_in_with_a_password_and_the_row_says_how()
    {
        var user = await server.Host.CreateUserAsync();
        using var browser = server.NewBrowser();

        var page = await browser.SignInAtAsync(user);

        page.Address.AbsolutePath.Should().Be(AccountPaths.Home);
        page.IsSignedIn().Should().BeTrue();
        page.Html.Should().Contain(user.Email);
        (await server.Database.SignInsAsync(user)).Should().ContainSingle().Which.Should().Match<(Guid, string Acr, string Amr, short? End)>(
            row => row.Acr == "1" && row.Amr == "pwd" && row.End == null);
    }

    [Fact]
    public async Task Whoever_comes_from_a_page_that_asks_for_a_sign_in_goes_back_there()
    {
        var user = await server.Host.CreateUserAsync();
        using var browser = server.NewBrowser();
        (await browser.SignInAtAsync(user, address: AccountPaths.PersonalData)).Address.AbsolutePath.Should().Be(AccountPaths.PersonalData);
    }

    [Fact]
    public async Task Whoever_is_signed_in_is_not_asked_again()
    {
        var user = await server.Host.CreateUserAsync();
        using var browser = server.NewBrowser();
        await browser.SignInAtAsync(user);
        (await browser.GoToAsync(AccountPaths.SignInAt(AccountPaths.Password))).Address.AbsolutePath.Should().Be(AccountPaths.Password);
    }

    [Fact]
    [Spec("OWASP ASVS 5.0", "7.2.4")]
    public async Task A_cookie_that_was_there_before_the_sign_in_is_worth_nothing_after_it()
    {
        var (first, second) = (await server.Host.CreateUserAsync(), await server.Host.CreateUserAsync());
        using var browser = server.NewBrowser();
        await browser.SignInAtAsync(first);
        var planted = browser.CookieOf(Surfing.SignInCookie)!;
        await browser.PressAsync(await browser.GoToAsync(AccountPaths.Home), AccountPaths.SignOut);
        browser.CookieOf(Surfing.SignInCookie).Should().BeNull();
        browser.Cookies.Add(new Uri(server.Host.Issuer), new System.Net.Cookie(Surfing.SignInCookie, planted));

        await browser.SignInAtAsync(second);

        browser.CookieOf(Surfing.SignInCookie).Should().NotBeNull().And.NotBe(planted);
        using var thief = server.NewBrowser();
        thief.Cookies.Add(new Uri(server.Host.Issuer), new System.Net.Cookie(Surfing.SignInCookie, planted));
        (await thief.GoToAsync(AccountPaths.Home)).Address.AbsolutePath.Should().Be(AccountPaths.SignIn);
    }

    [Fact]
    public async Task Signing_out_ends_the_sign_in_on_the_server_too()
    {
        var user = await server.Host.CreateUserAsync();
        using var browser = server.NewBrowser();
        var home = await browser.SignInAtAsync(user);
        var stolen = browser.CookieOf(Surfing.SignInCookie)!;

        (await browser.PressAsync(home, AccountPaths.SignOut)).Address.AbsolutePath.Should().Be(AccountPaths.SignedOut);

        (await server.Database.SignInsAsync(user)).Should().ContainSingle().Which.EndReason.Should().Be(1);
        using var thief = server.NewBrowser();
        thief.Cookies.Add(new Uri(server.Host.Issuer), new System.Net.Cookie(Surfing.SignInCookie, stolen));
        (await thief.GoToAsync(AccountPaths.Home)).Address.AbsolutePath.Should().Be(AccountPaths.SignIn);
    }

    [Theory]
    [InlineData("disabled = TRUE")]
    [InlineData("epoch = epoch + 1, epoch_reason = 3")]
    public async Task What_ends_everything_of_a_user_ends_the_browser_at_its_next_request(string bent)
    {
        var user = await server.Host.CreateUserAsync();
        using var browser = server.NewBrowser();
        await browser.SignInAtAsync(user);
        await server.Host.BendAsync(user, bent);
        (await browser.GoToAsync(AccountPaths.Home)).Address.AbsolutePath.Should().Be(AccountPaths.SignIn);
    }

    [Fact]
    public async Task To_be_remembered_is_a_choice()
    {
        var user = await server.Host.CreateUserAsync();
        using var forgetful = server.NewBrowser();
        await forgetful.SignInAtAsync(user);
        Expiry(forgetful).Should().Be(DateTime.MinValue);

        using var faithful = server.NewBrowser();
        var page = await faithful.GoToAsync(AccountPaths.SignIn);
        await faithful.SendAsync(
            page, "Input.Password", ("Input.UserName", user.UserName!), ("Input.Password", AuthServerHost.Password), ("Input.RememberMe", "true"));

        // A day longer than the sign-in itself, for the browser to be told that it has expired.
        Expiry(faithful).ToUniversalTime().Should().BeCloseTo(DateTime.UtcNow.AddDays(30) + EndedSignInNotice.Afterlife, TimeSpan.FromMinutes(2));
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("\\\\evil.example/")]
    [InlineData("/\t/evil.example/")]
    [InlineData("http:evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("account/password")]
    [InlineData("~//evil.example")]
    [InlineData("")]
    [Spec("OWASP ASVS 5.0", "3.7.2")]
    public async Task The_return_address_leads_nowhere_but_to_this_server(string returnUrl)
    {
        var user = await server.Host.CreateUserAsync();
        using var browser = server.NewBrowser();
        var page = await browser.SignInAtAsync(user, address: $"{AccountPaths.SignIn}?returnUrl={Uri.EscapeDataString(returnUrl)}");
        (page.Address.Authority, page.Address.AbsolutePath).Should().Be((new Uri(server.Host.Issuer).Authority, AccountPaths.Home));
    }

    [Fact]
    public async Task A_changed_hidden_field_leads_nowhere_else_either()
    {
        var user = await server.Host.CreateUserAsync();
        using var browser = server.NewBrowser();
        var page = await browser.GoToAsync(AccountPaths.SignIn);
        var after = await browser.SendAsync(
            page, "Input.Password", ("Input.UserName", user.UserName!), ("Input.Password", AuthServerHost.Password), ("returnUrl", "//evil.example/"));
        after.Address.AbsolutePath.Should().Be(AccountPaths.Home);
    }

    private static DateTime Expiry(ProgrammaticBrowser browser) =>
        browser.Cookies.GetAllCookies().Single(cookie => cookie.Name == Surfing.SignInCookie).Expires;
}
