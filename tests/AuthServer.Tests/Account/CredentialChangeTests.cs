using AuthServer.Account;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Tests.Account;

/// <summary>What a change of credentials ends, and what it leaves alone.</summary>
public sealed class CredentialChangeTests(AccountServer server) : IClassFixture<AccountServer>
{
    private const string NewPassword = "N3w-Passw0rd!";

    [Fact]
    public async Task A_changed_password_ends_everything_but_the_browser_in_which_it_was_changed()
    {
        var user = await server.Host.CreateUserAsync();
        using var here = server.NewBrowser();
        using var elsewhere = server.NewBrowser();
        await here.SignInAtAsync(user);
        await elsewhere.SignInAtAsync(user);
        var app = server.Host.As(TestClients.App);
        var tokens = await app.SignInAsync(user);

        var page = await here.SendAsync(
            await here.GoToAsync(AccountPaths.Password), "Input.Current", ("Input.Current", AuthServerHost.Password), ("Input.NewPassword", NewPassword));

        page.IsSignedIn().Should().BeTrue();
        page.Html.Should().Contain("Your password is changed");
        (await elsewhere.GoToAsync(AccountPaths.Home)).Address.AbsolutePath.Should().Be(AccountPaths.SignIn);
        var refresh = await app.RefreshAsync(tokens.RefreshToken);
        (refresh.Error, refresh.Reason).Should().Be(("invalid_grant", "password_changed"));
        (await app.SignInAsync(user, NewPassword)).Status.Should().Be(200);
        (await app.SignInAsync(user)).Status.Should().Be(400);
    }

    [Fact]
    public async Task A_sign_in_that_had_ended_before_is_not_revived_by_it()
    {
        var user = await server.Host.CreateUserAsync();
        using var browser = server.NewBrowser();
        await browser.SignInAtAsync(user);
        var signIn = (await server.Database.SignInsAsync(user)).Single().Id;
        await server.Host.BendAsync(user, "epoch = epoch + 1, epoch_reason = 3");

        await WithUserAsync(user, (users, current) => users.ChangePasswordAsync(current, AuthServerHost.Password, NewPassword, new(signIn)));

        (await browser.GoToAsync(AccountPaths.Home)).Address.AbsolutePath.Should().Be(AccountPaths.SignIn);
    }

    [Fact]
    public async Task A_wrong_current_password_changes_nothing_and_counts()
    {
        var user = await server.Host.CreateUserAsync();
        using var browser = server.NewBrowser();
        await browser.SignInAtAsync(user);
        var page = await browser.SendAsync(
            await browser.GoToAsync(AccountPaths.Password), "Input.Current", ("Input.Current", "wrong"), ("Input.NewPassword", NewPassword));
        page.Html.Should().Contain("This is not your password");
        (await server.Database.ReadAsync("SELECT access_failed_count FROM users WHERE id = @id", row => row.GetInt32(0), ("id", user.Id))).Should().Equal(1);
        (await server.Host.As(TestClients.App).SignInAsync(user)).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_password_against_the_rules_is_refused_with_the_rule()
    {
        var user = await server.Host.CreateUserAsync();
        using var browser = server.NewBrowser();
        await browser.SignInAtAsync(user);
        var page = await browser.SendAsync(
            await browser.GoToAsync(AccountPaths.Password), "Input.Current", ("Input.Current", AuthServerHost.Password), ("Input.NewPassword", "short"));
        page.Html.Should().Contain("Passwords must be at least").And.Contain("aria-invalid=\"true\"");
    }

    [Fact]
    public async Task An_authenticator_is_set_up_with_recovery_codes_shown_once_and_turning_it_off_ends_everything()
    {
        var user = await server.Host.CreateUserAsync();
        using var browser = server.NewBrowser();
        await browser.SignInAtAsync(user);
        var page = await browser.GoToAsync(AccountPaths.Authenticator);
        var app = AuthenticatorApp.ShownOn(page);

        (await browser.SendAsync(page, "Input.Code", ("Input.Code", "000000"))).Html.Should().Contain("This code does not fit");
        var codes = await browser.SendAsync(page, "Input.Code", ("Input.Code", app.Code()));
        System.Text.RegularExpressions.Regex.Count(codes.Html, "<li><code>[^<]+</code></li>").Should().Be(10);
        (await browser.GoToAsync(AccountPaths.Authenticator)).Html.Should().NotContain("<li><code>").And.Contain("<strong>10</strong>");
        var tokens = await RefreshTokenAsync(user);

        (await browser.PressAsync(await browser.GoToAsync(AccountPaths.Authenticator), $"{AccountPaths.Authenticator}?handler=Off")).Address.AbsolutePath.Should().Be(AccountPaths.SignIn);

        await ShouldHaveEndedAsync(user, tokens, "credentials_changed");
        (await browser.SignInAtAsync(user)).IsSignedIn().Should().BeTrue("the password alone is enough again");
    }

    [Fact]
    public async Task Removing_a_passkey_ends_everything()
    {
        var user = await server.Host.CreateUserAsync();
        var tokens = await RefreshTokenAsync(user);
        await server.Host.GivePasskeyAsync(user, [1, 2, 3], "Old phone");
        using var browser = server.NewBrowser();
        await browser.SignInAtAsync(user);
        await server.Host.ShowSecondFactorAsync(user);
        var page = await browser.GoToAsync(AccountPaths.Passkeys);
        page.Html.Should().Contain("Old phone");

        (await browser.PressAsync(page, $"{AccountPaths.Passkeys}?handler=Remove")).Address.AbsolutePath.Should().Be(AccountPaths.SignIn);

        await ShouldHaveEndedAsync(user, tokens, "credentials_changed");
    }

    [Fact]
    public async Task A_passkey_can_be_given_another_name_which_ends_nothing()
    {
        var user = await server.Host.CreateUserAsync();
        await server.Host.GivePasskeyAsync(user, [7, 8]);
        using var browser = server.NewBrowser();
        await browser.SignInAtAsync(user);
        await server.Host.ShowSecondFactorAsync(user);
        var page = await browser.GoToAsync(AccountPaths.Passkeys);
        (await browser.SendAsync(page, "Name", ("Name", "<b>Key</b>"))).Html.Should().Contain("&lt;b&gt;Key&lt;/b&gt;").And.NotContain("<b>Key</b>");
    }

    [Fact]
    public async Task A_deleted_account_is_gone_and_so_is_what_it_had_open()
    {
        var user = await server.Host.CreateUserAsync();
        using var browser = server.NewBrowser();
        await browser.SignInAtAsync(user);
        var web = server.Host.As(TestClients.Web);
        var tokens = await web.SignInAsync(user);
        var page = await browser.GoToAsync(AccountPaths.PersonalData);
        var form = page.Forms.Single(candidate => candidate.Action.Query == "?handler=Delete");
        (await browser.SubmitAsync(form)).AsPage().Html.Should().Contain("Tick the box");

        (await browser.SubmitAsync(form, values: [("Understood", "true")])).AsPage().Address.AbsolutePath.Should().Be(AccountPaths.SignedOut);

        (await server.Database.ReadAsync("SELECT 1 FROM users WHERE id = @id", row => row.GetInt32(0), ("id", user.Id))).Should().BeEmpty();
        (await web.IntrospectAsync(tokens.AccessToken)).IsActive.Should().BeFalse();
        (await web.RefreshAsync(tokens.RefreshToken)).Error.Should().Be("invalid_grant");
    }

    [Fact]
    public async Task Personal_data_is_taken_away_as_a_file_without_secrets()
    {
        var user = await server.Host.CreateUserAsync();
        using var browser = server.NewBrowser();
        await browser.SignInAtAsync(user);
        var file = await browser.PressAsync(await browser.GoToAsync(AccountPaths.PersonalData), $"{AccountPaths.PersonalData}?handler=Download");
        file.Html.Should().Contain(user.Email).And.Contain("\"signIns\"").And.NotContain("hash").And.NotContain("stamp");
    }

    private async Task<string> RefreshTokenAsync(AuthUser user)
    {
        // The password grant refuses users with a second factor; their sessions come from elsewhere.
        await server.Host.BendAsync(user, "two_factor_enabled = FALSE");
        var tokens = await server.Host.As(TestClients.App).SignInAsync(user);
        await server.Host.BendAsync(user, "two_factor_enabled = EXISTS (SELECT 1 FROM user_tokens t WHERE t.user_id = users.id)");
        return tokens.RefreshToken;
    }

    private async Task ShouldHaveEndedAsync(AuthUser user, string refreshToken, string reason)
    {
        var refresh = await server.Host.As(TestClients.App).RefreshAsync(refreshToken);
        (refresh.Error, refresh.Reason).Should().Be(("invalid_grant", reason));
        using var browser = server.NewBrowser();
        (await server.Database.ReadAsync(
            "SELECT u.epoch > s.user_epoch FROM users u JOIN sign_ins s ON s.user_id = u.id WHERE u.id = @id", row => row.GetBoolean(0), ("id", user.Id)))
            .Should().NotBeEmpty().And.OnlyContain(behind => behind);
    }

    private async Task WithUserAsync(AuthUser user, Func<AuthUserManager, AuthUser, Task<IdentityResult>> change)
    {
        await using var scope = server.Host.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<AuthUserManager>();
        (await change(users, (await users.FindByIdAsync(user.Id.ToString()))!)).Succeeded.Should().BeTrue();
    }
}
