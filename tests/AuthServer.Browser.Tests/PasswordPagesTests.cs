using System.Text.RegularExpressions;
using AuthServer.Account;
using AuthServer.Tests.Account;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace AuthServer.Browser.Tests;

/// <summary>Sign-in, second step, registration and reset in a real browser, each page looked at.</summary>
public sealed partial class PasswordPagesTests(BrowserServer server) : IClassFixture<BrowserServer>
{
    [Fact]
    public async Task A_user_signs_in_looks_around_and_signs_out()
    {
        var user = await server.Host.CreateUserAsync();
        await using var context = await server.NewContextAsync();
        var page = await context.NewPageAsync();
        var complaints = page.Complaints();
        await page.GotoAsync(AccountPaths.Home);
        await Expect(page).ToHaveTitleAsync(new Regex("^Sign in"));
        await page.LookAtAsync("sign-in");

        await BrowserServer.SignInAsync(page, user, "wrong");
        await Expect(page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("do not fit");
        await page.LookAtAsync("sign-in-refused");
        await BrowserServer.SignInAsync(page, user);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Your account");
        await page.LookAtAsync("account");

        foreach (var (link, name) in new[] { ("Password", "password"), ("Two-step sign-in", "authenticator-set-up"), ("Passkeys", "passkeys-none"), ("Your data", "personal-data") })
        {
            await page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(link);
            await page.LookAtAsync(name);
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(server.Address + AccountPaths.SignedOut);
        await page.LookAtAsync("signed-out");
        complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task Two_step_sign_in_is_set_up_and_used()
    {
        var user = await server.Host.CreateUserAsync();
        await using var context = await server.NewContextAsync();
        var page = await context.NewPageAsync();
        var complaints = page.Complaints();
        await BrowserServer.SignInAsync(page, user, address: AccountPaths.Authenticator);
        var app = new AuthenticatorApp((await page.Locator("code.key").TextContentAsync())!.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant(), []);
        await page.GetByLabel("Code", new() { Exact = true }).FillAsync("000000");
        await page.GetByRole(AriaRole.Button, new() { Name = "Turn on" }).ClickAsync();
        await page.LookAtAsync("authenticator-wrong-code");
        await page.GetByLabel("Code", new() { Exact = true }).FillAsync(app.Code());
        await page.GetByRole(AriaRole.Button, new() { Name = "Turn on" }).ClickAsync();
        await Expect(page.Locator(".codes code")).ToHaveCountAsync(10);
        var recoveryCode = await page.Locator(".codes code").First.TextContentAsync();
        await page.LookAtAsync("recovery-codes");
        await page.GotoAsync(AccountPaths.Authenticator);
        await page.LookAtAsync("authenticator-on");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await BrowserServer.SignInAsync(page, user);
        await Expect(page).ToHaveURLAsync(new Regex(Regex.Escape(AccountPaths.SecondFactor)));
        await page.LookAtAsync("second-factor");
        await page.GetByLabel("Code", new() { Exact = true }).FillAsync(app.Code(1));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(server.Address + AccountPaths.Home);
        await Expect(page.GetByText("with two factors")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await BrowserServer.SignInAsync(page, user);
        await page.GetByRole(AriaRole.Link, new() { Name = "Use a recovery code" }).ClickAsync();
        await page.LookAtAsync("recovery-code");
        await page.GetByLabel("Recovery code").FillAsync(recoveryCode!);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(server.Address + AccountPaths.Home);
        complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task An_account_is_made_without_JavaScript_and_its_password_reset_by_mail()
    {
        var address = $"new-{Guid.NewGuid():N}@example.com";
        await using var context = await server.NewContextAsync(javaScript: false);
        var page = await context.NewPageAsync();
        await page.GotoAsync(AccountPaths.SignIn);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" })).ToBeHiddenAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Create an account" }).ClickAsync();
        await page.GetByLabel("E-mail address").FillAsync(address);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(AuthServerHost.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create account" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Look into your mail");
        await page.GotoAsync((await server.Mail.WaitForAsync(address)).Link);
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Your address is confirmed");

        await page.GetByRole(AriaRole.Link, new() { Name = "Forgot password?" }).ClickAsync();
        await page.GetByLabel("E-mail address").FillAsync(address);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the link" }).ClickAsync();
        await page.GotoAsync((await server.Mail.WaitForAsync(address, count: 2)).Link);
        await page.GetByLabel("New password").FillAsync("N3w-Passw0rd!");
        await page.GetByRole(AriaRole.Button, new() { Name = "Change password" }).ClickAsync();
        await page.GetByLabel("E-mail address").FillAsync(address);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync("N3w-Passw0rd!");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(page).ToHaveURLAsync(server.Address + AccountPaths.Home);
    }

    [Theory]
    [InlineData(AccountPaths.Register, "register")]
    [InlineData($"{AccountPaths.Register}?sent=true", "register-sent")]
    [InlineData(AccountPaths.ForgotPassword, "forgot-password")]
    [InlineData($"{AccountPaths.ForgotPassword}?sent=true", "forgot-password-sent")]
    [InlineData(AccountPaths.ResendConfirmation, "resend-confirmation")]
    [InlineData(AccountPaths.ResetPassword, "reset-password")]
    [InlineData(AccountPaths.ConfirmEmail, "confirm-email")]
    [InlineData(AccountPaths.SignOut, "sign-out")]
    [InlineData("/no/such/page", "not-found")]
    public async Task A_page_that_anybody_may_open_is_in_order(string path, string name)
    {
        await using var context = await server.NewContextAsync();
        var page = await context.NewPageAsync();
        var complaints = page.Complaints();
        await page.GotoAsync(path);
        await page.LookAtAsync(name);
        complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task The_keyboard_alone_signs_in()
    {
        var user = await server.Host.CreateUserAsync();
        await using var context = await server.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(AccountPaths.SignIn);
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Skip to content" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(user.UserName!);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(AuthServerHost.Password);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Your account");
    }

    [Fact]
    public async Task A_page_says_which_field_is_wrong_and_leads_there()
    {
        await using var context = await server.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(AccountPaths.Register);
        await page.GetByLabel("E-mail address").FillAsync("someone@example.com");
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync("short");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create account" }).ClickAsync();

        await Expect(page).ToHaveTitleAsync(new Regex("^Error: "));
        await Expect(page.Locator(".notice.bad")).ToBeFocusedAsync();
        await page.LookAtAsync("register-refused");
        await page.Locator(".notice.bad a").First.ClickAsync();
        await Expect(page.GetByLabel("Password", new() { Exact = true })).ToBeFocusedAsync();
    }
}
