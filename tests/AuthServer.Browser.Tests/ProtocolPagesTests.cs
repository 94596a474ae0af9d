using System.Text.RegularExpressions;
using AuthServer.Account;
using AuthServer.Endpoints;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace AuthServer.Browser.Tests;

/// <summary>The pages that a client's request leads to, in a real browser, each looked at.</summary>
public sealed class ProtocolPagesTests(BrowserServer server) : IClassFixture<BrowserServer>
{
    [Fact]
    public async Task A_user_is_asked_allows_chooses_the_account_and_withdraws()
    {
        var user = await server.Host.CreateUserAsync();
        await using var context = await server.NewContextAsync();
        var page = await context.NewPageAsync();
        var complaints = page.Complaints();
        await CatchClientsAsync(page);
        using var flow = new CodeFlow(server.Host, TestClients.AskingApp);
        await page.GotoAsync(flow.Url());
        await SignInAsync(page, user.UserName!);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync($"Allow {TestClients.AskingApp.Id}?");
        await page.LookAtAsync("consent");

        // By keyboard alone: the first thing that takes the focus in the form is "Allow".
        await page.GetByRole(AriaRole.Button, new() { Name = "Allow", Exact = true }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex("^https://asking\\.example/callback\\?code="));

        await page.GotoAsync(flow.Url(("prompt", "select_account")));
        await page.LookAtAsync("select-account");
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on as" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("^https://asking\\.example/callback\\?code="));

        await page.GotoAsync("/account/applications");
        await page.LookAtAsync("applications");
        await page.GetByRole(AriaRole.Button, new() { Name = "Withdraw" }).ClickAsync();
        await page.GotoAsync(flow.Url());
        await page.GetByRole(AriaRole.Button, new() { Name = "Do not allow" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("^https://asking\\.example/callback\\?error=access_denied"));
        complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task An_answer_is_posted_by_a_script_file_or_by_its_button()
    {
        var user = await server.Host.CreateUserAsync();
        foreach (var javaScript in new[] { true, false })
        {
            await using var context = await server.NewContextAsync(javaScript);
            var page = await context.NewPageAsync();
            await CatchClientsAsync(page);
            using var flow = new CodeFlow(server.Host, TestClients.CodeApp);
            await page.GotoAsync(flow.Url(("response_mode", "form_post")));
            await SignInAsync(page, user.UserName!);
            if (!javaScript)
            {
                await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
            }

            await Expect(page).ToHaveURLAsync("https://app.example/callback");
        }
    }

    [Fact]
    public async Task A_device_is_connected_and_another_turned_away()
    {
        var user = await server.Host.CreateUserAsync();
        await using var context = await server.NewContextAsync();
        var page = await context.NewPageAsync();
        var complaints = page.Complaints();
        await BrowserServer.SignInAsync(page, user, address: "/device");
        await page.LookAtAsync("device");
        foreach (var (button, address, name) in new[] { ("Allow", "/device/allowed", "device-allowed"), ("Do not allow", "/device/denied", "device-denied") })
        {
            var answer = await server.Host.As(BrowserServer.Television).PostAsync(Paths.DeviceAuthorization, ("scope", "openid api"));
            await page.GotoAsync("/device");
            await page.GetByLabel("Code").FillAsync(answer.Json.GetProperty("user_code").GetString()!);
            await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
            await Expect(page.GetByText("on a device in front of you")).ToBeVisibleAsync();
            await page.LookAtAsync("device-confirm");
            await page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
            await Expect(page).ToHaveURLAsync(server.Address + address);
            await page.LookAtAsync(name);
        }

        complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task A_sign_out_that_nobody_vouches_for_is_confirmed_and_a_bad_request_is_explained()
    {
        var user = await server.Host.CreateUserAsync();
        await using var context = await server.NewContextAsync();
        var page = await context.NewPageAsync();
        await BrowserServer.SignInAsync(page, user);
        await page.GotoAsync(Paths.Authorization + "?client_id=nobody");
        await page.LookAtAsync("unknown-client");
        await page.GotoAsync("/connect/endsession");
        await page.LookAtAsync("sign-out-confirm");
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex(Regex.Escape(AccountPaths.SignedOut)));
    }

    private static async Task SignInAsync(IPage page, string userName)
    {
        await page.GetByLabel("E-mail address").FillAsync(userName);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(AuthServerHost.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
    }

    /// <summary>
    /// Nothing listens at the clients' addresses: what the browser brings there is answered here. Playwright's own routes would not see where a redirect leads.
    /// </summary>
    private static async Task CatchClientsAsync(IPage page)
    {
        var browser = await page.Context.NewCDPSessionAsync(page);
        browser.Event("Fetch.requestPaused").OnEvent += (_, request) => browser.SendAsync("Fetch.fulfillRequest", new Dictionary<string, object>
        {
            ["requestId"] = request!.Value.GetProperty("requestId").GetString()!,
            ["responseCode"] = 200,
            ["responseHeaders"] = new[] { new { name = "Content-Type", value = "text/html" } },
            ["body"] = Convert.ToBase64String("<!DOCTYPE html><title>Back</title>"u8),
        });
        await browser.SendAsync("Fetch.enable", new Dictionary<string, object> { ["patterns"] = new[] { new { urlPattern = "https://*.example/*" } } });
    }
}
