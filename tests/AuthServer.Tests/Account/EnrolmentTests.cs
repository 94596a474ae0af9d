using AuthServer.Account;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Testing;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Account;

/// <summary>A password alone neither replaces a second factor nor gets around it.</summary>
public sealed class EnrolmentTests(AccountServer server) : IClassFixture<AccountServer>
{
    [Theory]
    [InlineData(AccountPaths.Password)]
    [InlineData(AccountPaths.Authenticator)]
    [InlineData(AccountPaths.Passkeys)]
    [InlineData(AccountPaths.PersonalData)]
    [Spec("OWASP ASVS 5.0", "7.5.1")]
    public async Task A_user_with_a_passkey_shows_it_before_credentials_are_managed(string path)
    {
        var user = await server.Host.CreateUserAsync();
        await server.Host.GivePasskeyAsync(user, [1, 2, 3, .. user.Id.ToByteArray()]);
        using var browser = server.NewBrowser();
        (await browser.SignInAtAsync(user)).IsSignedIn().Should().BeTrue();

        var page = await browser.GoToAsync(path);

        (page.Address.AbsolutePath, page.Address.Query).Should().Be((AccountPaths.SignIn, new Uri(page.Address, AccountPaths.SignInAt(path, acr: "2")).Query));
        page.FormWith("Input.Password").Should().BeNull("the password has been shown, and is not enough");
    }

    [Fact]
    public async Task A_user_with_an_authenticator_app_shows_a_code_first()
    {
        var user = await server.Host.CreateUserAsync();
        using var browser = server.NewBrowser();
        await browser.SignInAtAsync(user);
        var app = await server.Host.GiveAuthenticatorAsync(user);

        var page = await browser.GoToAsync(AccountPaths.Passkeys);

        page.Address.AbsolutePath.Should().Be(AccountPaths.SecondFactor);
        (await browser.SendAsync(page, "Input.Code", ("Input.Code", app.Code()))).Address.AbsolutePath.Should().Be(AccountPaths.Passkeys);
    }

    [Fact]
    public async Task A_form_that_was_opened_before_there_was_a_passkey_is_refused_after_it()
    {
        var user = await server.Host.CreateUserAsync();
        using var browser = server.NewBrowser();
        await browser.SignInAtAsync(user);
        var page = await browser.GoToAsync(AccountPaths.Authenticator);
        await server.Host.GivePasskeyAsync(user, [4, 5, 6]);

        var answer = await browser.SendAsync(page, "Input.Code", ("Input.Code", AuthenticatorApp.ShownOn(page).Code()));

        answer.Address.AbsolutePath.Should().Be(AccountPaths.SignIn);
        (await server.Database.ReadAsync("SELECT two_factor_enabled FROM users WHERE id = @id", row => row.GetBoolean(0), ("id", user.Id))).Should().Equal(false);
    }

    [Fact]
    public async Task Whoever_sets_an_authenticator_app_up_has_shown_it()
    {
        var user = await server.Host.CreateUserAsync();
        using var browser = server.NewBrowser();
        await browser.SignInAtAsync(user);
        var page = await browser.GoToAsync(AccountPaths.Authenticator);
        await browser.SendAsync(page, "Input.Code", ("Input.Code", AuthenticatorApp.ShownOn(page).Code()));
        (await browser.GoToAsync(AccountPaths.Passkeys)).Address.AbsolutePath.Should().Be(AccountPaths.Passkeys);
        (await server.Database.SignInsAsync(user)).Should().ContainSingle().Which.Should().Match<(Guid, string Acr, string Amr, short?)>(row => row.Acr == "2" && row.Amr == "pwd otp mfa");
    }

    [Fact]
    public async Task The_password_grant_refuses_a_user_with_a_passkey_at_the_price_of_a_wrong_password()
    {
        var user = await server.Host.CreateUserAsync();
        await server.Host.GivePasskeyAsync(user, [7, 8, 9]);
        var app = server.Host.As(TestClients.App);

        var wrong = await StatementsAsync(() => app.SignInAsync(user, "wrong"));
        var right = await StatementsAsync(() => app.SignInAsync(user));

        right.Should().Be(wrong).And.BePositive();
        (await server.Database.ReadAsync("SELECT reason FROM audit_events WHERE user_id = @id ORDER BY id", row => row.GetString(0), ("id", user.Id)))
            .Should().Equal("wrong_password", "second_factor_required");
    }

    [Fact]
    public async Task Every_look_at_the_page_shows_another_key_until_one_is_turned_on()
    {
        var user = await server.Host.CreateUserAsync();
        using var browser = server.NewBrowser();
        await browser.SignInAtAsync(user);
        var seen = await browser.GoToAsync(AccountPaths.Authenticator);
        var page = await browser.GoToAsync(AccountPaths.Authenticator);
        AuthenticatorApp.ShownOn(page).Key.Should().NotBe(AuthenticatorApp.ShownOn(seen).Key);

        var again = await browser.SendAsync(page, "Input.Code", ("Input.Code", AuthenticatorApp.ShownOn(seen).Code()));

        again.Html.Should().Contain("This code does not fit");
        AuthenticatorApp.ShownOn(again).Key.Should().Be(AuthenticatorApp.ShownOn(page).Key, "whoever mistypes a code need not scan again");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_key_that_is_not_turned_on_goes_with_the_password(bool isReset)
    {
        var user = await server.Host.CreateUserAsync();
        using var browser = server.NewBrowser();
        await browser.SignInAtAsync(user);
        await browser.GoToAsync(AccountPaths.Authenticator);
        (await KeysAsync(user)).Should().ContainSingle();

        if (isReset)
        {
            await server.Host.ResetPasswordAsync(user, "N3w-Passw0rd!");
        }
        else
        {
            await browser.SendAsync(
                await browser.GoToAsync(AccountPaths.Password), "Input.Current", ("Input.Current", AuthServerHost.Password), ("Input.NewPassword", "N3w-Passw0rd!"));
        }

        (await KeysAsync(user)).Should().BeEmpty();
    }

    private Task<IReadOnlyList<string>> KeysAsync(AuthUser user) =>
        server.Database.ReadAsync("SELECT name FROM user_tokens WHERE user_id = @id", row => row.GetString(0), ("id", user.Id));

    private async Task<int> StatementsAsync(Func<Task<Answer>> signIn)
    {
        using var statements = new StatementCount(server.Database);
        (await signIn()).Error.Should().Be("invalid_grant");
        return statements.Texts.Count(text => text.Contains("users", StringComparison.Ordinal) || text.Contains("passkeys", StringComparison.Ordinal));
    }
}
