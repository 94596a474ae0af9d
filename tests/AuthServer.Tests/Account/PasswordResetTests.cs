using System.Net;
using AuthServer.Account;
using AuthServer.Testing.Browser;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Account;

public sealed class PasswordResetTests(AccountServer server) : IClassFixture<AccountServer>
{
    private const string NewPassword = "N3w-Passw0rd!";

    [Fact]
    public async Task A_link_in_a_mail_sets_a_new_password_once_and_ends_everything()
    {
        var user = await server.Host.CreateUserAsync();
        using var signedIn = server.NewBrowser();
        await signedIn.SignInAtAsync(user);
        using var browser = server.NewBrowser();
        await AskAsync(browser, user.Email!);
        var mail = await server.Mail.WaitForAsync(user.Email!);
        mail.Link.Should().StartWith(server.Host.Issuer + AccountPaths.ResetPassword);

        var page = await browser.GoToAsync(mail.Link);
        (await browser.SendAsync(page, "Input.Password", ("Input.Password", NewPassword))).Html.Should().Contain("Your password is changed");

        (await signedIn.GoToAsync(AccountPaths.Home)).Address.AbsolutePath.Should().Be(AccountPaths.SignIn);
        (await browser.SendAsync(page, "Input.Password", ("Input.Password", "An0ther-Passw0rd!"))).Html.Should().Contain(Sentences.DeadLink);
        (await browser.SignInAtAsync(user, NewPassword)).IsSignedIn().Should().BeTrue();
    }

    [Fact]
    public async Task An_unknown_address_is_answered_the_same_and_sent_nothing()
    {
        var user = await server.Host.CreateUserAsync();
        using var browser = server.NewBrowser();
        var known = await AskAsync(browser, user.Email!);
        var unknown = await AskAsync(browser, "nobody@example.com");
        (known.Status, known.Address, known.Html).Should().Be((unknown.Status, unknown.Address, unknown.Html));

        // Requests are looked into one after the other, so the known one's mail would have come second.
        server.ForgetRecentMail();
        await AskAsync(browser, user.Email!);
        await server.Mail.WaitForAsync(user.Email!, count: 2);
        server.Mail.To("nobody@example.com").Should().BeEmpty();
    }

    [Fact]
    public async Task Pressing_the_button_again_and_again_fills_no_mailbox()
    {
        var user = await server.Host.CreateUserAsync();
        var last = await server.Host.CreateUserAsync();
        using var browser = server.NewBrowser();
        for (var times = 0; times < 5; times++)
        {
            await AskAsync(browser, user.Email!);
        }

        await AskAsync(browser, last.Email!);
        await server.Mail.WaitForAsync(last.Email!);
        server.Mail.To(user.Email!).Should().ContainSingle();
    }

    [Theory]
    [InlineData("?user=00000000000000000000000000000000&token=QUJD")]
    [InlineData("?user=garbage&token=%25%25")]
    [InlineData("")]
    public async Task A_link_that_was_made_up_is_told_from_no_other(string query)
    {
        using var browser = server.NewBrowser();
        var page = await browser.GoToAsync(AccountPaths.ResetPassword + query);
        page.Status.Should().Be(HttpStatusCode.OK);
        var answer = await browser.SendAsync(page, "Input.Password", ("Input.Password", NewPassword));
        (answer.Status, answer.Html.Contains(Sentences.DeadLink, StringComparison.Ordinal)).Should().Be((HttpStatusCode.OK, true));
    }

    [Fact]
    public async Task Who_resets_an_unconfirmed_account_has_read_its_mail_and_has_it_alone()
    {
        var user = await server.Host.CreateUserAsync();
        await server.Host.GiveAuthenticatorAsync(user);
        await server.Host.GivePasskeyAsync(user, [1, 2]);
        await server.Host.BendAsync(user, "email_confirmed = FALSE");
        using var browser = server.NewBrowser();
        await AskAsync(browser, user.Email!);
        var mail = await server.Mail.WaitForAsync(user.Email!);
        await browser.SendAsync(await browser.GoToAsync(mail.Link), "Input.Password", ("Input.Password", NewPassword));
        (await browser.SignInAtAsync(user, NewPassword)).IsSignedIn().Should().BeTrue("whoever began the account has left no second factor");
        (await server.Database.ReadAsync(
            "SELECT 1 FROM user_passkeys WHERE user_id = @id UNION ALL SELECT 2 FROM user_tokens WHERE user_id = @id", row => row.GetInt32(0), ("id", user.Id)))
            .Should().BeEmpty();
    }

    [Fact]
    public async Task Who_resets_a_password_is_reminded_of_the_passkeys_that_stay()
    {
        var user = await server.Host.CreateUserAsync();
        await server.Host.GivePasskeyAsync(user, [3, 4]);
        using var browser = server.NewBrowser();
        await AskAsync(browser, user.Email!);
        var mail = await server.Mail.WaitForAsync(user.Email!);
        var page = await browser.SendAsync(await browser.GoToAsync(mail.Link), "Input.Password", ("Input.Password", NewPassword));
        page.Html.Should().Contain("Your passkeys and your authenticator app are as they were");
    }

    [Fact]
    public async Task A_second_factor_survives_a_reset()
    {
        var user = await server.Host.CreateUserAsync();
        await server.Host.GiveAuthenticatorAsync(user);
        await server.Host.ResetPasswordAsync(user, NewPassword);
        using var browser = server.NewBrowser();
        (await browser.SignInAtAsync(user, NewPassword)).Address.AbsolutePath.Should().Be(AccountPaths.SecondFactor);
    }

    private static async Task<Visit.Page> AskAsync(ProgrammaticBrowser browser, string address) =>
        await browser.SendAsync(await browser.GoToAsync(AccountPaths.ForgotPassword), "Input.Email", ("Input.Email", address));
}
