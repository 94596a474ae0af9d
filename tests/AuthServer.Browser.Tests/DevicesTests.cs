using AuthServer.Account;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Testing.Browser;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace AuthServer.Browser.Tests;

/// <summary>Where one is signed in, seen and ended in a real browser, each page looked at.</summary>
public sealed class DevicesTests(BrowserServer server) : IClassFixture<BrowserServer>
{
    private const string Phone =
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1.1 Mobile/15E148 Safari/604.1";

    private const string Desk = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0";

    [Fact]
    public async Task A_user_sees_this_device_and_ends_another_by_keyboard_alone()
    {
        var user = await server.Host.CreateUserAsync();
        await SignInElsewhereAsync(user);
        await using var context = await server.NewContextAsync();
        var page = await context.NewPageAsync();
        var complaints = page.Complaints();
        await BrowserServer.SignInAsync(page, user, address: AccountPaths.Sessions);
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "This device" }).GetByRole(AriaRole.Heading, new() { Level = 3 })).ToContainTextAsync("Chrome on Linux");
        await page.LookAtAsync("devices");

        await PressAsync(page, "Sign out Safari on iPhone");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Sign out Safari on iPhone?");
        await Expect(page.GetByText("1 device is signed out, and with it 2 applications")).ToBeVisibleAsync();
        await page.LookAtAsync("device-end");
        await PressAsync(page, "Sign out");

        await Expect(page).ToHaveURLAsync(server.Address + AccountPaths.Sessions);
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Safari on iPhone is signed out, and with it 2 applications.");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Sign out Safari on iPhone" })).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Recently ended" })).ToContainTextAsync("Safari on iPhone");
        await page.LookAtAsync("device-ended");
        complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task All_others_end_and_a_browser_among_them_is_told_why()
    {
        var user = await server.Host.CreateUserAsync();
        await SignInElsewhereAsync(user);
        await using var context = await server.NewContextAsync();
        await using var other = await server.NewContextAsync();
        var (page, away) = (await context.NewPageAsync(), await other.NewPageAsync());
        var complaints = page.Complaints();
        await BrowserServer.SignInAsync(away, user);
        await BrowserServer.SignInAsync(page, user, address: AccountPaths.Sessions);

        await page.GetByRole(AriaRole.Link, new() { Name = "End code-app on Safari on iPhone" }).ClickAsync();
        await page.LookAtAsync("application-end");
        await page.GetByRole(AriaRole.Link, new() { Name = "Keep it as it is" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign out everywhere" }).ClickAsync();
        await page.LookAtAsync("everywhere-end");
        await page.GetByRole(AriaRole.Link, new() { Name = "Keep it as it is" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign out all others" }).ClickAsync();
        await page.LookAtAsync("others-end");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out 4 devices" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Only this browser is signed in");
        await page.LookAtAsync("devices-none");

        await away.GotoAsync(AccountPaths.Home);
        await Expect(away.GetByRole(AriaRole.Status)).ToContainTextAsync("You were signed out");
        await away.LookAtAsync("signed-out-why");
        complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task Without_JavaScript_it_is_the_same()
    {
        var user = await server.Host.CreateUserAsync();
        await SignInElsewhereAsync(user);
        await using var context = await server.NewContextAsync(javaScript: false);
        var page = await context.NewPageAsync();
        await BrowserServer.SignInAsync(page, user, address: AccountPaths.Sessions);

        await page.GetByRole(AriaRole.Link, new() { Name = "Sign out Firefox on Windows" }).ClickAsync();
        await Expect(page.GetByText("1 device is signed out. No application is in use on it.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Firefox on Windows is signed out.");
    }

    /// <summary>A phone with two applications, a computer with none, and an application by itself.</summary>
    private async Task SignInElsewhereAsync(AuthUser user)
    {
        using var phone = new ProgrammaticBrowser(server.Host.Issuer, Phone);
        foreach (var client in new[] { TestClients.CodeApp, TestClients.OtherCodeApp })
        {
            // The browser goes on.
            var flow = new CodeFlow(server.Host, client) { Browser = phone };
            (await flow.SignInAsync(user)).Status.Should().Be(200);
        }

        using var desk = new ProgrammaticBrowser(server.Host.Issuer, Desk);
        await desk.AnswerAsync(AccountPaths.SignIn, user.UserName!, AuthServerHost.Password);
        (await (server.Host.As(TestClients.App) with { UserAgent = "okhttp/4.12.0" }).SignInAsync(user)).Status.Should().Be(200);
    }

    /// <summary>Goes from control to control until the one that is meant has the focus, and presses it.</summary>
    private static async Task PressAsync(IPage page, string name)
    {
        for (var presses = 0; presses < 60; presses++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<string>("document.activeElement.textContent.trim()") == name)
            {
                await page.Keyboard.PressAsync("Enter");
                return;
            }
        }

        throw new InvalidOperationException($"The keyboard does not reach \"{name}\".");
    }
}
