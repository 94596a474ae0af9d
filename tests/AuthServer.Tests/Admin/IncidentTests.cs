using System.Text.RegularExpressions;
using AuthServer.Core.Audit;
using AuthServer.Core.Users;
using AuthServer.Testing.Browser;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Admin;

/// <summary>The incident console: told beforehand what would end, it ends just that.</summary>
public sealed partial class IncidentTests(AdminServer server) : IClassFixture<AdminServer>
{
    [Fact]
    public async Task The_dry_run_tells_the_number_and_whose_and_ends_nothing()
    {
        var user = await server.Host.CreateUserAsync();
        var app = server.Host.As(TestClients.App) with { UserAgent = "dryrun-tool/1.0" };
        var (first, second) = (await app.SignInAsync(user), await app.SignInAsync(user));
        await server.Host.As(TestClients.App).SignInAsync(user);

        var page = await server.GoToAsync("/admin/incidents/new?agent=dryrun-tool");

        page.Html.Should().ContainAll("2 active sessions would end", user.UserName, "127.0.0.1", TestClients.App.Id);
        (await app.RefreshAsync(first.RefreshToken)).Status.Should().Be(200);
        (await app.RefreshAsync(second.RefreshToken)).Status.Should().Be(200);
    }

    [Fact]
    public async Task What_meets_the_conditions_ends_with_progress_audit_and_a_place_in_the_list()
    {
        var user = await server.Host.CreateUserAsync();
        var app = server.Host.As(TestClients.App) with { UserAgent = "stolen-tool/1.0" };
        var (first, second) = (await app.SignInAsync(user), await app.SignInAsync(user));
        var kept = await server.Host.As(TestClients.App).SignInAsync(user);

        var page = await server.ConfirmAsync("/admin/incidents/new?agent=stolen-tool", "tokens of the tool were published");

        page.Address.AbsolutePath.Should().StartWith("/admin/incidents/");
        page = await FinishedAsync(page);
        page.Html.Should().ContainAll("2 of 2 sessions ended", "Finished", "tokens of the tool were published", "stolen-tool");
        (await app.RefreshAsync(first.RefreshToken)).Reason.Should().Be("revoked");
        (await app.RefreshAsync(second.RefreshToken)).Reason.Should().Be("revoked");
        (await server.Host.As(TestClients.App).RefreshAsync(kept.RefreshToken)).Status.Should().Be(200);
        (await server.AuditAsync("session_id = @id AND type = 'session.ended'", ("id", first.SessionId))).Should().ContainSingle()
            .Which.Should().Be(("session.ended", Actors.Administrator(new UserId(server.Administrator.Id)), "incident", "tokens of the tool were published"));
        (await server.GoToAsync("/admin/incidents")).Html.Should().Contain("tokens of the tool were published");
    }

    [Fact]
    public async Task More_than_was_shown_does_not_end_before_it_is_shown_too()
    {
        var user = await server.Host.CreateUserAsync();
        var app = server.Host.As(TestClients.App) with { UserAgent = "growing-tool/1.0" };
        await app.SignInAsync(user);
        var page = await server.GoToAsync("/admin/incidents/new?agent=growing-tool");
        var late = await app.SignInAsync(user);

        page = (await server.Browser.SubmitAsync(page.FormWith("seen")!, values: [("note", "why")])).AsPage();

        page.Html.Should().Contain("There are 1 more than you were shown").And.Contain("2 active sessions would end");
        (await app.RefreshAsync(late.RefreshToken)).Status.Should().Be(200);
    }

    [Fact]
    public async Task Without_any_condition_it_says_that_everything_would_end()
    {
        await server.Host.As(TestClients.App).SignInAsync(await server.Host.CreateUserAsync());
        (await server.GoToAsync("/admin/incidents/new")).FormWith("seen").Should().BeNull("nothing was asked yet");
        (await server.GoToAsync("/admin/incidents/new?user=")).Html.Should().Contain("every session of every user");
        (await server.GoToAsync("/admin/incidents/new?address=10.1")).FormWith("seen").Should().BeNull("a slip must not end everything");
    }

    [Fact]
    public async Task A_stopped_one_can_be_resumed_and_a_finished_one_cannot_be_stopped()
    {
        var user = await server.Host.CreateUserAsync();
        var app = server.Host.As(TestClients.App) with { UserAgent = "paused-tool/1.0" };
        await app.SignInAsync(user);
        var page = await FinishedAsync(await server.ConfirmAsync("/admin/incidents/new?agent=paused-tool", "why"));
        var path = page.Address.AbsolutePath;
        page.Html.Should().NotContain("http-equiv=\"refresh\"");
        await server.Database.ExecuteAsync("UPDATE incidents SET state = 2, finished_at = NULL WHERE id = @id", ("id", Guid.Parse(path.Split('/')[^1])));
        page = await server.GoToAsync(path);
        page.Html.Should().Contain("Stopped");

        page = (await server.Browser.SubmitAsync(page.Forms.Single())).AsPage();

        page.Address.AbsolutePath.Should().Be(path);
        (await FinishedAsync(page)).Html.Should().Contain("Finished");
    }

    /// <summary>Looks again, as the page itself does, until it is done.</summary>
    private async Task<Visit.Page> FinishedAsync(Visit.Page page)
    {
        for (var looked = 0; looked < 100 && Refresh().IsMatch(page.Html); looked++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            page = await server.GoToAsync(page.Address.AbsolutePath);
        }

        return page;
    }

    [GeneratedRegex("<meta http-equiv=\"refresh\" content=\"\\d+\">")]
    private static partial Regex Refresh();
}
