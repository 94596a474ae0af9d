using System.Net;
using AuthServer.Core.Audit;
using AuthServer.Core.Users;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Tests.Account;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Admin;

/// <summary>Ending sessions on the pages: what was chosen, with the browser sign-ins or without, and the administrator's name beside it.</summary>
public sealed class EndSessionsTests(AdminServer server) : IClassFixture<AdminServer>
{
    private string Actor => Actors.Administrator(new UserId(server.Administrator.Id));

    [Fact]
    public async Task Selected_sessions_end_and_nothing_else()
    {
        var user = await server.Host.CreateUserAsync();
        var (first, second, kept) = (await SignInAsync(user), await SignInAsync(user), await SignInAsync(user));

        var page = await server.ConfirmAsync($"/admin/sessions/end?id={first.SessionId}&id={second.SessionId}", "left in a train");

        page.Address.AbsolutePath.Should().Be("/admin/sessions");
        page.Html.Should().Contain("2 sessions ended.");
        foreach (var ended in new[] { first, second })
        {
            var refused = await server.Host.As(TestClients.App).RefreshAsync(ended.RefreshToken);
            (refused.Error, refused.Reason).Should().Be(("invalid_grant", "revoked"));
            (await server.AuditAsync("session_id = @id AND type = 'session.ended'", ("id", ended.SessionId))).Should().Equal(("session.ended", Actor, "admin_revoked", "left in a train"));
        }

        (await server.Host.As(TestClients.App).RefreshAsync(kept.RefreshToken)).Status.Should().Be(200);
        (await server.GoToAsync($"/admin/sessions/{first.SessionId}")).Html.Should().ContainAll("admin_revoked", "left in a train", $"/admin/users/{server.Administrator.Id}");
    }

    [Fact]
    public async Task The_question_names_the_number_and_what_has_ended_already_does_not_count()
    {
        var user = await server.Host.CreateUserAsync();
        var (active, ended) = (await SignInAsync(user), await SignInAsync(user));
        await server.Host.As(TestClients.App).RevokeAsync(ended.RefreshToken);
        var page = await server.GoToAsync($"/admin/sessions/end?id={active.SessionId}&id={ended.SessionId}&id={active.SessionId}");
        page.Html.Should().Contain("1 active session will end");
        (await server.GoToAsync($"/admin/sessions/end?user={user.Id}")).Html.Should().Contain("1 active session will end");
        (await server.GoToAsync("/admin/sessions/end")).Html.Should().Contain("No active session is selected");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_browser_sign_in_ends_with_it_unless_it_is_to_stay(bool withSignIns)
    {
        var user = await server.Host.CreateUserAsync();
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp);
        var session = await flow.SignInAsync(user);
        var page = await server.GoToAsync($"/admin/sessions/end?id={session.SessionId}");
        var form = page.FormWith("withSignIns")!;

        if (!withSignIns)
        {
            form = form with { Fields = [.. form.Fields.Where(field => field.Name != "withSignIns")] };
        }

        (await server.Browser.SubmitAsync(form, values: [("note", "device lost")])).AsPage().Address.AbsolutePath.Should().Be($"/admin/sessions/{session.SessionId}");

        (await server.Host.As(TestClients.CodeApp).RefreshAsync(session.RefreshToken)).Error.Should().Be("invalid_grant");
        (await flow.Browser.GoToAsync("/account")).IsSignedIn().Should().Be(!withSignIns);
    }

    [Fact]
    public async Task All_of_a_user_end_with_the_browser_sign_ins()
    {
        var (user, other) = (await server.Host.CreateUserAsync(), await server.Host.CreateUserAsync());
        using var browser = await server.SignInAsync(user);
        var (first, second, kept) = (await SignInAsync(user), await SignInAsync(user), await SignInAsync(other));

        var page = await server.ConfirmAsync($"/admin/sessions/end?user={user.Id}", "asked for by the user");

        page.Address.AbsolutePath.Should().Be($"/admin/users/{user.Id}");
        page.Html.Should().Contain("2 sessions ended.");
        (await server.Host.As(TestClients.App).RefreshAsync(first.RefreshToken)).Reason.Should().Be("revoked");
        (await server.Host.As(TestClients.App).RefreshAsync(second.RefreshToken)).Reason.Should().Be("revoked");
        (await server.Host.As(TestClients.App).RefreshAsync(kept.RefreshToken)).Status.Should().Be(200);
        (await browser.GoToAsync("/account")).IsSignedIn().Should().BeFalse();
        (await server.AuditAsync("user_id = @id AND detail = 'asked for by the user'", ("id", user.Id))).Should().Contain(row => row.Actor == Actor);
    }

    [Fact]
    public async Task All_of_a_client_end_and_it_stays_in_service()
    {
        var user = await server.Host.CreateUserAsync();
        var (mine, kept) = (await SignInAsync(user, TestClients.OtherApp), await SignInAsync(user));

        var page = await server.ConfirmAsync($"/admin/sessions/end?client={TestClients.OtherApp.Id}", "bad release");

        page.Address.PathAndQuery.Should().Be($"/admin/clients/show?id={TestClients.OtherApp.Id}");
        (await server.Host.As(TestClients.OtherApp).RefreshAsync(mine.RefreshToken)).Error.Should().Be("invalid_grant");
        (await server.Host.As(TestClients.App).RefreshAsync(kept.RefreshToken)).Status.Should().Be(200);
        (await server.Host.As(TestClients.OtherApp).SignInAsync(user)).Status.Should().Be(200);
        (await server.AuditAsync("client_id = @id AND detail = 'bad release'", ("id", TestClients.OtherApp.Id))).Should().Contain(row => row.Actor == Actor);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public async Task Nothing_ends_without_a_reason(string note)
    {
        var session = await SignInAsync(await server.Host.CreateUserAsync());
        var page = await server.ConfirmAsync($"/admin/sessions/end?id={session.SessionId}", note);
        page.Status.Should().Be(HttpStatusCode.OK);
        page.Html.Should().Contain("Say why.");
        (await server.Host.As(TestClients.App).RefreshAsync(session.RefreshToken)).Status.Should().Be(200);
    }

    [Fact]
    public async Task The_boxes_of_the_list_lead_to_the_question()
    {
        var user = await server.Host.CreateUserAsync();
        var session = await SignInAsync(user);
        var page = await server.GoToAsync($"/admin/sessions?user={user.Id}");
        page.Html.Should().Contain($"name=\"id\" value=\"{session.SessionId}\"");
        var form = page.Forms.Single(form => form.Action.AbsolutePath == "/admin/sessions/end");

        var question = (await server.Browser.SubmitAsync(form, values: [("id", session.SessionId.ToString())])).AsPage();

        question.Html.Should().Contain("1 active session will end").And.Contain(user.UserName);
    }

    private Task<Answer> SignInAsync(AuthUser user, AuthServer.Configuration.ClientDeclaration? client = null) =>
        server.Host.As(client ?? TestClients.App).SignInAsync(user);
}
