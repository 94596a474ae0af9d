using System.Diagnostics;
using System.Globalization;
using AuthServer.EntityFrameworkCore.Users;
using FluentAssertions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace AuthServer.Browser.Tests.Demo;

/// <summary>Twenty tabs of one browser that share a session, at the real server and API.</summary>
[Trait("Category", "Long")]
public sealed class ManyTabsTests(DemoWorld world, ITestOutputHelper output) : IClassFixture<DemoWorld>
{
    private const int Tabs = 20;
    private const int Expiries = 30;
    private const float Patience = 60_000;

    // A token is due when a quarter of its life is left, or up to an eighth earlier; and a life is told in whole seconds, so up to one shorter than it is.
    private static readonly TimeSpan SoonestRenewal = (DemoWorld.TokenLifetime - TimeSpan.FromSeconds(1)) * 0.625;

    // By the clock of the machine, which all tabs read.
    private const string NotesWhenItHears = """
        () => new MutationObserver(() => {
            if (!window.heard && document.querySelector('[role=alert]')?.textContent.trim()) window.heard = Date.now();
        }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })
        """;

    [Fact]
    public async Task Twenty_tabs_renew_as_often_as_one_through_thirty_expiries_and_hear_of_a_sign_out_within_a_second()
    {
        await using var context = await world.NewContextAsync();
        var (page, user) = await OpenAsync(context);

        var (clock, before) = (Stopwatch.StartNew(), await world.GenerationAsync(user));
        while (await world.GenerationAsync(user) < before + Expiries)
        {
            clock.Elapsed.Should().BeLessThan(DemoWorld.TokenLifetime * Expiries * 2, "it goes on");
            await Task.Delay(500, TestContext.Current.CancellationToken);
        }

        var (elapsed, renewals) = (clock.Elapsed, await world.GenerationAsync(user) - before);
        output.WriteLine($"{renewals} renewals in {elapsed.TotalSeconds:F0} s by {Tabs} tabs; token life {DemoWorld.TokenLifetime.TotalSeconds} s");
        renewals.Should().BeInRange(Expiries, (int)Math.Ceiling(elapsed / SoonestRenewal) + 1);
        foreach (var tab in context.Pages)
        {
            int.Parse(await tab.Locator("#calls").InnerTextAsync(), CultureInfo.InvariantCulture).Should().BeGreaterThan(Expiries);
            await Expect(tab.Locator("#failures")).ToHaveTextAsync("0");
        }

        var others = context.Pages.Where(tab => tab != page).ToList();
        await Task.WhenAll(others.Select(tab => tab.EvaluateAsync(NotesWhenItHears)));
        var pressed = await page.EvaluateAsync<double>("Date.now()");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        foreach (var tab in others)
        {
            await Expect(tab.GetByRole(AriaRole.Alert)).ToContainTextAsync("You are signed out", new() { Timeout = Patience });
        }

        var heard = await Task.WhenAll(others.Select(tab => tab.EvaluateAsync<double>("window.heard")));
        output.WriteLine($"The last tab heard of the sign-out after {heard.Max() - pressed:F0} ms");
        (heard.Max() - pressed).Should().BeLessThan(1_000);
    }

    [Fact]
    public async Task Twenty_tabs_are_at_the_sign_in_with_the_reason_after_an_administrators_end()
    {
        await using var context = await world.NewContextAsync();
        var (page, _) = await OpenAsync(context);

        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke me from admin", Exact = true }).ClickAsync();

        foreach (var tab in context.Pages)
        {
            await Expect(tab.GetByRole(AriaRole.Alert)).ToContainTextAsync("Your session was ended (revoked)", new() { Timeout = Patience });
            await Expect(tab.GetByRole(AriaRole.Button, new() { Name = "Sign in" })).ToBeVisibleAsync();
        }
    }

    private async Task<(IPage First, AuthUser User)> OpenAsync(IBrowserContext context)
    {
        var (first, user) = await world.SignInAsync(context);
        while (context.Pages.Count < Tabs)
        {
            var tab = await context.NewPageAsync();
            await tab.GotoAsync("/");
            await Expect(tab.GetByRole(AriaRole.Button, new() { Name = "Sign out" })).ToBeVisibleAsync(new() { Timeout = Patience });
        }

        return (first, user);
    }
}
