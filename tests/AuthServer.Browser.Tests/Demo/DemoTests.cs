using System.Diagnostics;
using FluentAssertions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace AuthServer.Browser.Tests.Demo;

/// <summary>The demo's page against the real server and API: what breaks, and what goes on.</summary>
public sealed class DemoTests(DemoWorld world) : IClassFixture<DemoWorld>
{
    // Several token lives, on a machine that may be busy.
    private const int Patience = 60_000;
    private const double EarliestShare = 0.625;

    [Fact]
    public async Task A_user_stays_signed_in_and_every_call_succeeds()
    {
        await using var context = await world.NewContextAsync();
        var visitor = await context.NewPageAsync();
        var complaints = visitor.Complaints();
        await visitor.GotoAsync("/");
        await Expect(visitor.GetByRole(AriaRole.Button, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await visitor.LookAtAsync("demo-visitor");
        await visitor.CloseAsync();

        var (page, _) = await world.SignInAsync(context);
        complaints.AddRange(page.Complaints());
        await Expect(page.Locator("#renewals")).ToHaveTextAsync("3", new() { Timeout = Patience });

        await Expect(page.Locator("#failures")).ToHaveTextAsync("0");
        await Expect(page.Locator("#log")).ToContainTextAsync("GET /api/me: 200");
        await Expect(page.Locator("#log")).ToContainTextAsync("Renewed silently");
        await page.LookAtAsync("demo-session");
        complaints.Should().BeEmpty();
        (await page.EvaluateAsync<string>("JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href, history.state])"))
            .Should().Be($"[{{}},{{}},\"\",\"{world.Address}/\",null]");
    }

    [Fact]
    public async Task A_lost_answer_is_followed_by_a_retry()
    {
        await using var context = await world.NewContextAsync();
        var (page, _) = await world.SignInAsync(context);

        await PressAsync(page, "Drop the next response");

        await Expect(page.Locator("#told")).ToContainTextAsync("The next answer will be lost");
        await Expect(page.Locator("#log")).ToContainTextAsync("its answer was lost on the way", new() { Timeout = Patience });
        await Expect(page.Locator("#log")).ToContainTextAsync("The renewal was answered 503");
        await Expect(page.Locator("#log")).ToContainTextAsync("took the old refresh token for a retry", new() { Timeout = Patience });
        await page.LookAtAsync("demo-dropped");
        await Expect(page.Locator("#failures")).ToHaveTextAsync("0");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign out" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Six_tabs_renew_as_often_as_one()
    {
        await using var context = await world.NewContextAsync();
        var (page, user) = await world.SignInAsync(context);
        await PressAsync(page, "Open five tabs");
        await Expect(page.Locator("#tabs")).ToHaveTextAsync("6", new() { Timeout = Patience });
        context.Pages.Should().HaveCount(6);

        var (clock, before) = (Stopwatch.StartNew(), await world.GenerationAsync(user));
        await Task.Delay(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        var (elapsed, renewals) = (clock.Elapsed, await world.GenerationAsync(user) - before);

        // A token is renewed with a quarter of its life left, or up to half as much earlier.
        renewals.Should().BeInRange(2, (int)Math.Ceiling(elapsed / (DemoWorld.TokenLifetime * EarliestShare)) + 1);
        foreach (var tab in context.Pages)
        {
            await Expect(tab.Locator("#failures")).ToHaveTextAsync("0");
            await Expect(tab.GetByRole(AriaRole.Button, new() { Name = "Sign out" })).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task A_thief_with_the_predecessor_gets_nothing_new_and_one_with_an_older_token_ends_the_session()
    {
        await using var context = await world.NewContextAsync();
        var (page, _) = await world.SignInAsync(context);
        await Expect(page.Locator("#renewals")).ToHaveTextAsync("2", new() { Timeout = Patience });

        await PressAsync(page, "Steal the previous refresh token");
        await Expect(page.Locator("#told")).ToContainTextAsync("The thief was answered 200, and the session goes on");
        await Expect(page.Locator("#renewals")).ToHaveTextAsync("3", new() { Timeout = Patience });
        await PressAsync(page, "Steal an older refresh token");

        await Expect(page.Locator("#told")).ToContainTextAsync("The thief was refused: invalid_grant");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Your session was ended (revoked)", new() { Timeout = Patience });
        await page.LookAtAsync("demo-ended");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign in" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_administrators_end_is_felt_in_all_tabs()
    {
        await using var context = await world.NewContextAsync();
        var (page, _) = await world.SignInAsync(context);
        var other = await context.NewPageAsync();
        await other.GotoAsync("/");
        await Expect(other.GetByRole(AriaRole.Button, new() { Name = "Sign out" })).ToBeVisibleAsync();

        await PressAsync(page, "Revoke me from admin");

        foreach (var tab in new[] { page, other })
        {
            await Expect(tab.GetByRole(AriaRole.Alert)).ToContainTextAsync("Your session was ended (revoked)", new() { Timeout = Patience });
            await Expect(tab.GetByRole(AriaRole.Button, new() { Name = "Sign in" })).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task A_sign_out_in_one_tab_is_one_in_all_and_at_the_server()
    {
        await using var context = await world.NewContextAsync();
        var (page, _) = await world.SignInAsync(context);
        var other = await context.NewPageAsync();
        await other.GotoAsync("/");
        await Expect(other.GetByRole(AriaRole.Button, new() { Name = "Sign out" })).ToBeVisibleAsync();

        await PressAsync(page, "Sign out");

        await Expect(other.GetByRole(AriaRole.Alert)).ToContainTextAsync("You are signed out");
        await Expect(page).ToHaveURLAsync(world.Address + "/");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page.GetByLabel("E-mail address")).ToBeVisibleAsync();
        (await context.CookiesAsync([world.Address + "/auth/refresh"])).Should().NotContain(cookie => cookie.Name.StartsWith("authserver-web-rt.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_sign_out_that_the_server_was_not_told_of_can_be_tried_again_and_no_sign_in_comes_before()
    {
        await using var context = await world.NewContextAsync();
        var (page, _) = await world.SignInAsync(context);

        // The library gives up at once when it is to come back later than it has patience.
        await page.RouteAsync("**/auth/sign-out", route => route.FulfillAsync(new() { Status = 503, Headers = new Dictionary<string, string> { ["Retry-After"] = "60" } }));
        await PressAsync(page, "Sign out");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The server could not be told");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true })).ToBeDisabledAsync();

        await page.UnrouteAllAsync();
        await PressAsync(page, "Sign out");
        await PressAsync(page, "Sign in");
        await Expect(page.GetByLabel("E-mail address")).ToBeVisibleAsync();
    }

    private static Task PressAsync(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();
}
