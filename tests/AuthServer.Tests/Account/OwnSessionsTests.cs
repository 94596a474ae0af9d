using System.Net;
using System.Text.RegularExpressions;
using AuthServer.Account;
using AuthServer.Configuration;
using AuthServer.Core.Sessions;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Testing.Browser;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Account;

/// <summary>One's devices, and the end of each, as it shows at the token endpoint, at introspection and in the browsers.</summary>
public sealed partial class OwnSessionsTests(AccountServer server) : IClassFixture<AccountServer>, IDisposable
{
    private const string Firefox = "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0";

    private const string Safari = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1.1 Safari/605.1.15";

    private readonly ProgrammaticBrowser _here = new(server.Host.Issuer, Firefox);
    private readonly ProgrammaticBrowser _elsewhere = new(server.Host.Issuer, Safari);

    [Fact]
    public async Task Devices_are_listed_with_their_applications_and_this_one_is_told_from_the_others()
    {
        var user = await server.Host.CreateUserAsync();
        await SignInAsync(_here, TestClients.CodeApp, user);
        await SignInAsync(_elsewhere, TestClients.OtherCodeApp, user);
        await (server.Host.As(TestClients.App) with { UserAgent = "okhttp/4.12.0" }).SignInAsync(user);

        var page = await _here.GoToAsync(AccountPaths.Sessions);

        var parts = Words(page).Split(["Other devices", "Lost a device"], StringSplitOptions.None);
        parts[0].Should().Contain("Firefox on Linux In use now").And.Contain("127.0.0.1").And.Contain("code-app").And.NotContain("other-code-app");
        parts[1].Should().Contain("Safari on macOS").And.Contain("other-code-app").And.Contain("App using okhttp").And.NotContain("Firefox");
        EndPaths(page).Should().HaveCount(6, "two browsers' applications, one browser, one application by itself, all others, and everything");
    }

    [Fact]
    public async Task One_device_ends_with_everything_under_it_and_nothing_else_does()
    {
        var user = await server.Host.CreateUserAsync();
        var (kept, ended) = (await SignInAsync(_here, TestClients.CodeApp, user), await SignInAsync(_elsewhere, TestClients.CodeApp, user));
        var apart = await server.Host.As(TestClients.App).SignInAsync(user);
        var page = await _here.GoToAsync(await DevicePathAsync(user, ended));
        Words(page).Should().Contain("1 device is signed out, and with it 1 application");

        var after = await ConfirmAsync(_here, page);

        after.Address.AbsolutePath.Should().Be(AccountPaths.Sessions);
        Words(after).Should().Contain("Safari on macOS is signed out, and with it 1 application").And.Contain("signed out from the list of devices");
        await ShouldHaveEndedAsync(TestClients.CodeApp, ended);
        (await _elsewhere.GoToAsync(AccountPaths.Home)).Address.AbsolutePath.Should().Be(AccountPaths.SignIn);
        await ShouldGoOnAsync(TestClients.CodeApp, kept);
        await ShouldGoOnAsync(TestClients.App, apart);
        (await server.Database.AuditAsync(ended.SessionId)).Should().ContainSingle(
            audit => audit.Type == "session.ended" && audit.Reason == "user_revoked" && audit.Actor == $"user:{user.Id}");
    }

    [Fact]
    public async Task One_application_ends_with_all_of_its_sessions_there_and_the_device_goes_on()
    {
        var user = await server.Host.CreateUserAsync();
        var (first, second) = (await SignInAsync(_elsewhere, TestClients.CodeApp, user), await SignInAsync(_elsewhere, TestClients.CodeApp, user));
        var (other, here) = (await SignInAsync(_elsewhere, TestClients.OtherCodeApp, user), await SignInAsync(_here, TestClients.CodeApp, user));
        var page = await _here.GoToAsync($"{AccountPaths.EndSessions}/application/{first.SessionId}");
        Words(page).Should().Contain("2 sessions of code-app on Safari on macOS end");

        Words(await ConfirmAsync(_here, page)).Should().Contain("code-app is signed out on Safari on macOS");

        await ShouldHaveEndedAsync(TestClients.CodeApp, first);
        await ShouldHaveEndedAsync(TestClients.CodeApp, second);
        await ShouldGoOnAsync(TestClients.OtherCodeApp, other);
        await ShouldGoOnAsync(TestClients.CodeApp, here);
        (await _elsewhere.GoToAsync(AccountPaths.Home)).IsSignedIn().Should().BeTrue();
    }

    [Fact]
    public async Task An_application_by_itself_ends_by_itself()
    {
        var user = await server.Host.CreateUserAsync();
        var (first, second) = (await server.Host.As(TestClients.App).SignInAsync(user), await server.Host.As(TestClients.App).SignInAsync(user));
        await _here.SignInAtAsync(user);
        var page = await _here.GoToAsync($"{AccountPaths.EndSessions}/application/{first.SessionId}");
        Words(page).Should().Contain("1 session of app on an unknown device ends");

        await ConfirmAsync(_here, page);

        await ShouldHaveEndedAsync(TestClients.App, first);
        await ShouldGoOnAsync(TestClients.App, second);
    }

    [Fact]
    public async Task All_others_end_and_this_browser_stays_with_what_is_used_in_it()
    {
        var user = await server.Host.CreateUserAsync();
        var (kept, ended) = (await SignInAsync(_here, TestClients.CodeApp, user), await SignInAsync(_elsewhere, TestClients.CodeApp, user));
        var apart = await server.Host.As(TestClients.App).SignInAsync(user);
        var page = await _here.GoToAsync($"{AccountPaths.EndSessions}/others");
        Words(page).Should().Contain("2 other devices are signed out, with 2 sessions of applications");

        Words(await ConfirmAsync(_here, page)).Should().Contain("2 other devices are signed out. Only this browser is signed in.").And.Contain("signed in nowhere else");

        await ShouldHaveEndedAsync(TestClients.CodeApp, ended);
        await ShouldHaveEndedAsync(TestClients.App, apart);
        (await server.Host.As(TestClients.CodeApp).RefreshAsync(kept.RefreshToken)).Status.Should().Be(200);
        (await _here.GoToAsync(AccountPaths.Home)).IsSignedIn().Should().BeTrue();
        Words(await _here.GoToAsync($"{AccountPaths.EndSessions}/others")).Should().Contain("nothing left to sign out");
    }

    [Fact]
    public async Task Everything_ends_and_this_browser_is_told_so_once()
    {
        var user = await server.Host.CreateUserAsync();
        var (here, there) = (await SignInAsync(_here, TestClients.CodeApp, user), await SignInAsync(_elsewhere, TestClients.CodeApp, user));
        var page = await _here.GoToAsync($"{AccountPaths.EndSessions}/everything");
        Words(page).Should().Contain("2 devices are signed out, with 2 sessions of applications").And.Contain("This browser is signed out too");

        var after = await ConfirmAsync(_here, page);

        after.Address.AbsolutePath.Should().Be(AccountPaths.SignIn);
        Words(after).Should().Contain("You are signed out everywhere: 2 devices.").And.NotContain("You were signed out");
        await ShouldHaveEndedAsync(TestClients.CodeApp, here);
        await ShouldHaveEndedAsync(TestClients.CodeApp, there);
        (await _here.SignInAtAsync(user)).IsSignedIn().Should().BeTrue();
    }

    [Theory]
    [InlineData("others")]
    [InlineData("everything")]
    public async Task Whatever_ends_it_ends_nothing_of_another_user(string what)
    {
        var (user, bystander) = (await server.Host.CreateUserAsync(), await server.Host.CreateUserAsync());
        await SignInAsync(_here, TestClients.CodeApp, user);
        await server.Host.As(TestClients.App).SignInAsync(user);
        var theirs = await SignInAsync(_elsewhere, TestClients.CodeApp, bystander);

        await ConfirmAsync(_here, await _here.GoToAsync($"{AccountPaths.EndSessions}/{what}"));

        await ShouldGoOnAsync(TestClients.CodeApp, theirs);
        (await _elsewhere.GoToAsync(AccountPaths.Home)).IsSignedIn().Should().BeTrue();
    }

    [Fact]
    public async Task A_page_of_many_costs_as_many_statements_as_a_page_of_one_and_the_next_begins_where_it_ended()
    {
        var user = await server.Host.CreateUserAsync();
        await _here.SignInAtAsync(user);
        await server.Host.As(TestClients.App).SignInAsync(user);
        await _here.GoToAsync(AccountPaths.Sessions);
        var one = await StatementsAsync();
        for (var session = 0; session < 60; session++)
        {
            await server.Host.As(TestClients.App).SignInAsync(user);
        }

        (await StatementsAsync()).Should().Be(one);

        var first = await _here.GoToAsync(AccountPaths.Sessions);
        var second = await _here.GoToAsync(WebUtility.HtmlDecode(NextPage().Match(first.Html).Groups["path"].Value));
        var (firstSessions, secondSessions) = (EndPaths(first).Where(IsApplication).ToList(), EndPaths(second).Where(IsApplication).ToList());
        (firstSessions.Count, secondSessions.Count).Should().Be((50, 11));
        firstSessions.Should().NotIntersectWith(secondSessions);
        (await _here.GoToAsync(AccountPaths.Sessions + "?after=nonsense")).Address.Query.Should().BeEmpty();

        async Task<int> StatementsAsync()
        {
            using var count = new StatementCount(server.Database);
            await _here.GoToAsync(AccountPaths.Sessions);
            return count.Value;
        }
    }

    [Fact]
    public async Task What_has_ended_is_listed_with_why_and_a_reason_that_a_thief_must_not_learn_is_not_told()
    {
        var user = await server.Host.CreateUserAsync();
        await _here.SignInAtAsync(user);
        foreach (var (client, reason) in new[] { (TestClients.App, EndReason.IdleExpired), (TestClients.OtherApp, EndReason.ReuseDetected), (TestClients.Web, EndReason.AdminRevoked) })
        {
            var session = await server.Host.As(client).SignInAsync(user);
            await server.Database.BendAsync(session.SessionId, $"ended_at = now() - interval '1 hour', end_reason = {(int)reason}, ended_by = 'server'");
        }

        var old = await server.Host.As(TestClients.OtherWeb).SignInAsync(user);
        await server.Database.BendAsync(old.SessionId, "ended_at = now() - interval '31 days', end_reason = 1, ended_by = 'server'");

        var ended = Words(await _here.GoToAsync(AccountPaths.Sessions)).Split("Recently ended")[1];

        ended.Should().Contain("app on an unknown device It was not used for a long time.").And.NotContain("other-web");
        Regex.Count(ended, "It was ended to protect your account, or by an administrator.").Should().Be(2);
    }

    public void Dispose()
    {
        _here.Dispose();
        _elsewhere.Dispose();
    }

    private async Task<Answer> SignInAsync(ProgrammaticBrowser browser, ClientDeclaration client, AuthUser user)
    {
        // The browser is the test's, and goes on.
        var flow = new CodeFlow(server.Host, client) { Browser = browser };
        return await flow.SignInAsync(user);
    }

    /// <summary>Where the sign-in is ended that a session belongs to.</summary>
    private async Task<string> DevicePathAsync(AuthUser user, Answer session) => (await server.Database.ReadAsync(
        "SELECT sign_in_id FROM sessions WHERE id = @id AND user_id = @user",
        row => $"{AccountPaths.EndSessions}/device/{row.GetGuid(0)}",
        ("id", session.SessionId),
        ("user", user.Id))).Single();

    private static async Task<Visit.Page> ConfirmAsync(ProgrammaticBrowser browser, Visit.Page page) => (await browser.SubmitAsync(page.Forms.Single())).AsPage();

    private async Task ShouldHaveEndedAsync(ClientDeclaration client, Answer session)
    {
        (await server.Host.As(TestClients.Api).IntrospectAsync(session.AccessToken)).IsActive.Should().BeFalse();
        var refused = await server.Host.As(client).RefreshAsync(session.RefreshToken);
        (refused.Status, refused.Error, refused.Reason).Should().Be((400, "invalid_grant", "user_revoked"));
        refused.Json.GetProperty("error_description").GetString().Should().Be(EndReason.UserRevoked.ForClients());
    }

    private async Task ShouldGoOnAsync(ClientDeclaration client, Answer session)
    {
        (await server.Host.As(TestClients.Api).IntrospectAsync(session.AccessToken)).IsActive.Should().BeTrue();
        (await server.Host.As(client).RefreshAsync(session.RefreshToken)).Status.Should().Be(200);
    }

    private static string Words(Visit.Page page) => page.ToString();

    private static bool IsApplication(string path) => path.Contains("/application/", StringComparison.Ordinal);

    private static IReadOnlyList<string> EndPaths(Visit.Page page) => [.. EndLink().Matches(page.Html).Select(link => link.Groups["path"].Value)];

    [GeneratedRegex("href=\"(?<path>/account/sessions/end/[^\"]+)\"")]
    private static partial Regex EndLink();

    [GeneratedRegex("href=\"(?<path>/account/sessions\\?after=[^\"]+)\"")]
    private static partial Regex NextPage();
}
