using System.Text.RegularExpressions;
using AuthServer.Core.Scopes;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace AuthServer.Browser.Tests;

/// <summary>The administration in a real browser: what administrators do, each page looked at.</summary>
public sealed class AdminPagesTests(BrowserServer server) : IClassFixture<BrowserServer>
{
    private const string Chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";
    private const string Phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1.1 Mobile/15E148 Safari/604.1";

    [Fact]
    public async Task An_administrator_finds_a_session_ends_it_and_reads_why()
    {
        var user = await server.Host.CreateUserAsync();
        var session = await (server.Host.As(TestClients.Web) with { UserAgent = Chrome }).SignInAsync(user);
        await using var context = await server.NewContextAsync(javaScript: false);
        var page = await OpenAsync(context, "/admin/sessions");

        await page.GetByLabel("User", new() { Exact = true }).FillAsync(user.UserName!);
        await page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await Expect(page.GetByText("1 session", new() { Exact = true })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = user.UserName }).First.ClickAsync();
        await Expect(page.GetByText("Chrome on Windows")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "End this session…" }).ClickAsync();
        await page.GetByLabel("Reason").FillAsync("The laptop was lost");
        await page.GetByRole(AriaRole.Button, new() { Name = "End 1 session" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("1 session ended.");
        await Expect(page.Locator(".notice.warn")).ToContainTextAsync("An administrator ended it.");
        await Expect(page.GetByText("The laptop was lost")).ToBeVisibleAsync();
        (await server.Host.As(TestClients.Web).RefreshAsync(session.RefreshToken)).Reason.Should().Be("revoked");
        (await server.Host.As(TestClients.Api).IntrospectAsync(session.AccessToken)).IsActive.Should().BeFalse("its access token is no use any more");
    }

    [Fact]
    public async Task The_keyboard_alone_finds_and_ends_a_session()
    {
        var user = await server.Host.CreateUserAsync();
        var session = await server.Host.As(TestClients.App).SignInAsync(user);
        await using var context = await server.NewContextAsync();
        var page = await OpenAsync(context, "/admin/sessions");

        await page.GetByLabel("User", new() { Exact = true }).FocusAsync();
        await page.Keyboard.TypeAsync(user.UserName!);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("1 session", new() { Exact = true })).ToBeVisibleAsync();
        await TabToAsync(page, page.GetByRole(AriaRole.Checkbox));
        await page.Keyboard.PressAsync("Space");
        await TabToAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "End selected…" }));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("End 1 session?");
        await TabToAsync(page, page.GetByLabel("Reason"));
        await page.Keyboard.TypeAsync("No mouse was used");
        await TabToAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "End 1 session" }));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("1 session ended.");
        (await server.Host.As(TestClients.App).RefreshAsync(session.RefreshToken)).Error.Should().Be("invalid_grant");
    }

    [Fact]
    public async Task An_incident_is_tried_begun_and_watched_to_its_end()
    {
        var user = await server.Host.CreateUserAsync();
        var app = server.Host.As(TestClients.App) with { UserAgent = "stolen-kit/2.0" };
        for (var session = 0; session < 3; session++)
        {
            await app.SignInAsync(user);
        }

        await using var context = await server.NewContextAsync();
        var page = await OpenAsync(context, "/admin/incidents");
        await page.LookAtAsync("admin-incidents-none");
        await page.GetByRole(AriaRole.Link, new() { Name = "End many sessions…" }).ClickAsync();
        await page.GetByLabel("User agent").FillAsync("stolen-kit");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show what would end" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "3 active sessions would end" })).ToBeVisibleAsync();
        await page.LookAtAsync("admin-incident-tried");
        await page.GetByLabel("Reason").FillAsync("The kit's tokens were published");
        await page.GetByRole(AriaRole.Button, new() { Name = "End 3 sessions" }).ClickAsync();
        await Expect(page.GetByText("Finished", new() { Exact = true }).First).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "3 of 3 sessions ended" })).ToBeVisibleAsync();
        await page.LookAtAsync("admin-incident");
        await page.GotoAsync("/admin/incidents");
        await page.LookAtAsync("admin-incidents");
    }

    [Fact]
    public async Task Every_page_is_in_order()
    {
        var user = await FillAsync();
        await using var context = await server.NewContextAsync();
        var page = await OpenAsync(context, "/admin");
        var complaints = page.Complaints();
        var reused = (await server.Database.ReadAsync("SELECT id FROM sessions WHERE end_reason = 10", row => row.GetGuid(0)))[0];
        (string Path, string Name)[] pages =
        [
            ("/admin", "dashboard"), ("/admin/sessions", "sessions"), ("/admin/sessions?user=nobody&address=10.1", "sessions-refused"),
            ($"/admin/sessions?user={user.Id}&state=active&signedInFrom=2026-01-01T00:00", "sessions-found"), ("/admin/sessions?address=192.0.2.0/24", "sessions-none"),
            ($"/admin/sessions/{reused}", "session-reused"), ($"/admin/sessions/end?user={user.Id}", "end-user"), ("/admin/sessions/end", "end-nothing"),
            ("/admin/incidents/new", "incident-new"), ("/admin/users", "users"), ($"/admin/users/{user.Id}", "user"), ($"/admin/users/{user.Id}/disable", "user-disable"),
            ($"/admin/users/{user.Id}/add-role", "user-add-role"), ("/admin/users/new", "user-new"), ("/admin/clients", "clients"), ("/admin/clients/show?id=web", "client"),
            ("/admin/clients/edit", "client-new"), ("/admin/clients/change?id=web&change=disable", "client-disable"), ("/admin/scopes", "scopes"), ("/admin/scopes/edit", "scope-new"),
            ("/admin/keys", "keys"), ("/admin/keys/rotate?algorithm=ES256", "key-rotate"), ("/admin/audit", "audit"), ("/admin/audit?session=7", "audit-refused"),
        ];
        foreach (var (path, name) in pages)
        {
            await page.GotoAsync(path);
            await Expect(page).ToHaveURLAsync(new Regex(Regex.Escape(path.Split('?')[0])));
            await page.LookAtAsync($"admin-{name}");
        }

        complaints.Should().BeEmpty();
    }

    /// <summary>Presses Tab until it is reached, as a person would; not for ever.</summary>
    private static async Task TabToAsync(IPage page, ILocator target)
    {
        for (var pressed = 0; pressed < 60; pressed++)
        {
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                return;
            }

            await page.Keyboard.PressAsync("Tab");
        }

        throw new InvalidOperationException("The keyboard does not lead there.");
    }

    private async Task<IPage> OpenAsync(IBrowserContext context, string address)
    {
        var page = await context.NewPageAsync();
        await BrowserServer.SignInAsync(page, await server.Host.CreateUserAsync(ScopePolicy.AdministratorRole), address: address);
        await Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Administration" })).ToBeVisibleAsync();
        return page;
    }

    /// <summary>Makes it look like a server at work; returns somebody who has much open.</summary>
    private async Task<AuthUser> FillAsync()
    {
        var users = new List<AuthUser>();
        foreach (var agent in new[] { Chrome, Phone, "curl/8.5.0", "okhttp/4.12.0" })
        {
            var user = await server.Host.CreateUserAsync();
            users.Add(user);
            for (var session = 0; session < 3; session++)
            {
                var app = server.Host.As(session == 0 ? TestClients.App : TestClients.Web) with { UserAgent = agent };
                var first = await app.SignInAsync(user);
                var second = await app.RefreshAsync(first.RefreshToken);
                if (session == 1)
                {
                    await app.RevokeAsync(second.RefreshToken);
                }
            }
        }

        var strict = server.Host.As(TestClients.StrictApp) with { UserAgent = Chrome };
        var stolen = await strict.SignInAsync(users[0]);
        await strict.RefreshAsync(stolen.RefreshToken);
        await strict.RefreshAsync(stolen.RefreshToken);
        await server.Database.ExecuteAsync(
            """
            INSERT INTO activity_counts (minute, name, count)
            SELECT date_trunc('minute', now()) - n * interval '7 minutes', name, (high * (1.2 + sin(n / 30.0)) * (0.8 + 0.4 * random()))::bigint
            FROM generate_series(1, 205) AS n, (VALUES ('refresh.rotated', 800), ('refresh.retried', 9), ('sign_in', 60), ('sign_in_failed.wrong_password', 6),
                ('session_ended.idle_expired', 30), ('session_ended.signed_out', 20), ('active_sessions', 12000)) AS v (name, high)
            ON CONFLICT DO NOTHING
            """);
        await server.Database.ExecuteAsync(
            "INSERT INTO activity_counts (minute, name, count) SELECT date_trunc('minute', now()) - n * interval '190 minutes', 'refresh.reuse_detected', 1 FROM generate_series(1, 4) AS n ON CONFLICT DO NOTHING");
        return users[0];
    }
}
