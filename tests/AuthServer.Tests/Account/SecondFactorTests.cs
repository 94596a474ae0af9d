using System.Net;
using AuthServer.Account;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Testing;
using AuthServer.Testing.Browser;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Account;

public sealed class SecondFactorTests(AccountServer server) : IClassFixture<AccountServer>
{
    private const string CodeField = "Input.Code";

    [Fact]
    public async Task The_right_password_leads_to_the_second_step_and_only_the_code_signs_in()
    {
        var (user, app) = await NewUserAsync();
        using var browser = server.NewBrowser();

        var page = await browser.SignInAtAsync(user, address: AccountPaths.SignInAt(AccountPaths.Password));
        page.Address.AbsolutePath.Should().Be(AccountPaths.SecondFactor);
        (await server.Database.SignInsAsync(user)).Should().BeEmpty();

        (await browser.SendAsync(page, CodeField, (CodeField, app.Code()))).Address.AbsolutePath.Should().Be(AccountPaths.Password);
        (await server.Database.SignInsAsync(user)).Should().ContainSingle().Which.Should().Match<(Guid, string Acr, string Amr, short?)>(row => row.Acr == "2" && row.Amr == "pwd otp mfa");
    }

    [Fact]
    [Spec("RFC 6238", "5.2")]
    public async Task A_code_is_taken_once()
    {
        var (user, app) = await NewUserAsync();
        var code = app.Code();
        using var first = server.NewBrowser();
        (await first.SendAsync(await first.SignInAtAsync(user), CodeField, (CodeField, code))).IsSignedIn().Should().BeTrue();

        using var second = server.NewBrowser();
        (await second.SendAsync(await second.SignInAtAsync(user), CodeField, (CodeField, code))).Html.Should().Contain(Sentences.WrongCode);
    }

    [Theory]
    [InlineData("0{0}")]
    [InlineData("000 {0}")]
    [InlineData("{0}0")]
    [Spec("RFC 6238", "5.2")]
    public async Task Zeros_around_a_code_do_not_make_another_code(string form)
    {
        var (user, app) = await NewUserAsync();
        var code = app.Code();
        using var first = server.NewBrowser();
        (await first.SendAsync(await first.SignInAtAsync(user), CodeField, (CodeField, code))).IsSignedIn().Should().BeTrue();

        using var second = server.NewBrowser();
        var padded = string.Format(System.Globalization.CultureInfo.InvariantCulture, form, code);
        (await second.SendAsync(await second.SignInAtAsync(user), CodeField, (CodeField, padded))).Html.Should().Contain(Sentences.WrongCode);
    }

    [Fact]
    public async Task Wrong_codes_lock_the_account_and_the_right_password_forgives_none_of_them()
    {
        var (user, app) = await NewUserAsync();
        using var browser = server.NewBrowser();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var page = await browser.SignInAtAsync(user);
            (await browser.SendAsync(page, CodeField, (CodeField, Wrong(app)))).Html.Should().Contain(Sentences.WrongCode);
        }

        (await server.Database.ReadAsync("SELECT lockout_end > clock_timestamp() FROM users WHERE id = @id", row => row.GetBoolean(0), ("id", user.Id))).Should().Equal(true);
        (await browser.SignInAtAsync(user)).Html.Should().Contain(WebUtility.HtmlEncode(Sentences.NotSignedIn));
        (await browser.SendAsync(await browser.GoToAsync(AccountPaths.SecondFactor), CodeField, (CodeField, app.Code()))).Html.Should().Contain(Sentences.WrongCode);
        (await server.Database.SignInsAsync(user)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_recovery_code_works_once()
    {
        var (user, app) = await NewUserAsync();
        (await WithRecoveryCodeAsync(user, app.RecoveryCodes[0])).IsSignedIn().Should().BeTrue();
        (await server.Database.SignInsAsync(user)).Should().ContainSingle().Which.Amr.Should().Be("pwd mfa");
        (await WithRecoveryCodeAsync(user, app.RecoveryCodes[0])).Html.Should().Contain(Sentences.WrongCode);
        (await WithRecoveryCodeAsync(user, app.RecoveryCodes[1].ToLowerInvariant())).IsSignedIn().Should().BeTrue();
    }

    [Theory]
    [InlineData(AccountPaths.SecondFactor)]
    [InlineData(AccountPaths.RecoveryCode)]
    public async Task There_is_no_second_step_without_a_first(string path)
    {
        using var browser = server.NewBrowser();
        (await browser.GoToAsync(path)).Address.AbsolutePath.Should().Be(AccountPaths.SignIn);
    }

    [Fact]
    public async Task A_password_reset_between_the_steps_ends_the_way()
    {
        var (user, app) = await NewUserAsync();
        using var browser = server.NewBrowser();
        var page = await browser.SignInAtAsync(user);
        await server.Host.ResetPasswordAsync(user, "N3w-Passw0rd!");
        (await browser.SendAsync(page, CodeField, (CodeField, app.Code()))).Address.AbsolutePath.Should().Be(AccountPaths.SignIn);
        (await server.Database.SignInsAsync(user)).Should().BeEmpty();
    }

    [Fact]
    public async Task The_database_holds_neither_the_key_nor_the_recovery_codes_in_the_clear()
    {
        var (user, app) = await NewUserAsync();
        var stored = await server.Database.ReadAsync("SELECT value FROM user_tokens WHERE user_id = @id", row => row.GetString(0), ("id", user.Id));
        stored.Should().HaveCount(2).And.NotContain(value => value.Contains(app.Key, StringComparison.OrdinalIgnoreCase) || value.Contains(app.RecoveryCodes[0], StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Whoever_needs_a_second_factor_goes_straight_to_it_and_the_sign_in_is_raised()
    {
        var user = await server.Host.CreateUserAsync();
        using var browser = server.NewBrowser();
        await browser.SignInAtAsync(user);
        var app = await server.Host.GiveAuthenticatorAsync(user);

        var page = await browser.GoToAsync(AccountPaths.SignInAt(AccountPaths.Passkeys, acr: "2"));
        page.Address.AbsolutePath.Should().Be(AccountPaths.SecondFactor);
        (await browser.SendAsync(page, CodeField, (CodeField, app.Code()))).Address.AbsolutePath.Should().Be(AccountPaths.Passkeys);

        (await server.Database.SignInsAsync(user)).Should().ContainSingle().Which.Should().Match<(Guid, string Acr, string Amr, short?)>(row => row.Acr == "2" && row.Amr == "pwd otp mfa");
        (await browser.GoToAsync(AccountPaths.SignInAt(AccountPaths.Passkeys, acr: "2"))).Address.AbsolutePath.Should().Be(AccountPaths.Passkeys);
    }

    [Fact]
    public async Task Whoever_has_none_is_told_how_to_set_one_up()
    {
        var user = await server.Host.CreateUserAsync();
        using var browser = server.NewBrowser();
        await browser.SignInAtAsync(user);
        var page = await browser.GoToAsync(AccountPaths.SignInAt(AccountPaths.Home, acr: "2"));
        page.Address.AbsolutePath.Should().Be(AccountPaths.SignIn);
        page.Html.Should().Contain($"href=\"{AccountPaths.Authenticator}\"").And.NotContain("Input.Password");
    }

    private static string Wrong(AuthenticatorApp app)
    {
        var right = Enumerable.Range(-3, 7).Select(app.Code).ToHashSet();
        return Enumerable.Range(100_000, 10).Select(number => $"{number}").First(code => !right.Contains(code));
    }

    private async Task<(AuthUser User, AuthenticatorApp App)> NewUserAsync()
    {
        var user = await server.Host.CreateUserAsync();
        return (user, await server.Host.GiveAuthenticatorAsync(user));
    }

    private async Task<Visit.Page> WithRecoveryCodeAsync(AuthUser user, string code)
    {
        using var browser = server.NewBrowser();
        await browser.SignInAtAsync(user);
        return await browser.SendAsync(await browser.GoToAsync(AccountPaths.RecoveryCode), CodeField, (CodeField, code));
    }
}
