using AuthServer.Account;
using AuthServer.Testing;
using AuthServer.Tests.Account;
using FluentAssertions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace AuthServer.Browser.Tests;

/// <summary>Passkeys, with an authenticator that Chromium itself plays.</summary>
public sealed class PasskeyTests(BrowserServer server) : IClassFixture<BrowserServer>
{
    [Fact]
    [Spec("Web Authentication Level 3", "7.2")]
    public async Task A_passkey_is_added_and_signs_in_with_two_factors()
    {
        var user = await server.Host.CreateUserAsync();
        await using var context = await server.NewContextAsync();
        var page = await context.NewPageAsync();
        var complaints = page.Complaints();
        await AddAuthenticatorAsync(context, page, verifiesUser: true);
        await BrowserServer.SignInAsync(page, user, address: AccountPaths.Passkeys);
        await page.GetByLabel("Name").FillAsync("Test phone");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Test phone");
        await page.Locator("summary").ClickAsync();
        await page.LookAtAsync("passkeys");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await page.GotoAsync(AccountPaths.SignIn);
        await page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();

        await Expect(page).ToHaveURLAsync(server.Address + AccountPaths.Home);
        (await server.Database.SignInsAsync(user)).Select(row => (row.Acr, row.Amr)).Should().Equal(("2", "pop user mfa"), ("2", "pop user mfa"));
        complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task A_user_who_needs_two_factors_and_has_a_passkey_is_asked_for_it()
    {
        var user = await server.Host.CreateUserAsync();
        await using var context = await server.NewContextAsync();
        var page = await context.NewPageAsync();
        await AddAuthenticatorAsync(context, page, verifiesUser: true);
        await BrowserServer.SignInAsync(page, user, address: AccountPaths.Passkeys);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Passkey 1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await BrowserServer.SignInAsync(page, user, address: AccountPaths.PersonalData);
        await page.LookAtAsync("step-up-passkey");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();

        await Expect(page).ToHaveURLAsync(server.Address + AccountPaths.PersonalData);
        (await server.Database.SignInsAsync(user)).Should().HaveCount(2).And.OnlyContain(row => row.Acr == "2");
    }

    [Fact]
    public async Task An_authenticator_that_verifies_nobody_is_not_taken()
    {
        var user = await server.Host.CreateUserAsync();
        await using var context = await server.NewContextAsync();
        var page = await context.NewPageAsync();
        await AddAuthenticatorAsync(context, page, verifiesUser: false);
        await BrowserServer.SignInAsync(page, user, address: AccountPaths.Passkeys);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        (await server.Database.ReadAsync("SELECT 1 FROM user_passkeys WHERE user_id = @id", row => row.GetInt32(0), ("id", user.Id))).Should().BeEmpty();
    }

    [Fact]
    public async Task The_passkey_of_another_user_does_not_confirm_the_one_who_is_signed_in()
    {
        var (owner, other) = (await server.Host.CreateUserAsync(), await server.Host.CreateUserAsync());
        await using var context = await server.NewContextAsync();
        var page = await context.NewPageAsync();
        await AddAuthenticatorAsync(context, page, verifiesUser: true);
        await BrowserServer.SignInAsync(page, owner, address: AccountPaths.Passkeys);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Passkey 1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await BrowserServer.SignInAsync(page, other);
        await page.GotoAsync(AccountPaths.SignInAt(AccountPaths.Home, reauthenticate: true));

        await page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("could not be used");
        (await server.Database.SignInsAsync(other)).Should().ContainSingle().Which.Amr.Should().Be("pwd");
    }

    [Fact]
    public async Task Credentials_are_confirmed_on_a_page_of_its_own()
    {
        var user = await server.Host.CreateUserAsync();
        await using var context = await server.NewContextAsync();
        var page = await context.NewPageAsync();
        await BrowserServer.SignInAsync(page, user);
        await page.GotoAsync(AccountPaths.SignInAt(AccountPaths.Home, reauthenticate: true));
        await page.LookAtAsync("reauthenticate");
        await page.GotoAsync(AccountPaths.SignInAt(AccountPaths.Home, acr: "2"));
        await page.LookAtAsync("step-up-missing");
    }

    private static async Task AddAuthenticatorAsync(IBrowserContext context, IPage page, bool verifiesUser)
    {
        var devtools = await context.NewCDPSessionAsync(page);
        await devtools.SendAsync("WebAuthn.enable");
        await devtools.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = verifiesUser,
                ["automaticPresenceSimulation"] = true,
            },
        });
    }
}
