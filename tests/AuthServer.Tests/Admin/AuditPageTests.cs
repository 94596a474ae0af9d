using System.Net;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Admin;

/// <summary>The audit log and the dashboard.</summary>
public sealed class AuditPageTests(AdminServer server) : IClassFixture<AdminServer>
{
    [Fact]
    public async Task Each_condition_finds_what_it_says()
    {
        var (user, other) = (await server.Host.CreateUserAsync(), await server.Host.CreateUserAsync());
        var session = await server.Host.As(TestClients.App).SignInAsync(user);
        var elsewhere = await server.Host.As(TestClients.OtherApp).SignInAsync(other);
        await server.Host.As(TestClients.App).RevokeAsync(session.RefreshToken);
        string mine = $"/admin/sessions/{session.SessionId}", theirs = $"/admin/sessions/{elsewhere.SessionId}";
        foreach (var condition in new[] { $"user={user.Id}", $"user={user.UserName}", $"session={session.SessionId}", "type=session.ended", "client=app", "actor=client:app" })
        {
            var html = (await server.GoToAsync($"/admin/audit?{condition}")).Html;
            html.Should().Contain(mine, condition);
            html.Should().NotContain(theirs, condition);
        }

        (await server.GoToAsync($"/admin/audit?user={user.Id}&before=2020-01-01T00:00")).Html.Should().Contain("Nothing is recorded that is like this");
        (await server.GoToAsync($"/admin/audit?user={user.Id}&from=2020-01-01T00:00")).Html.Should().Contain(mine);
        (await server.GoToAsync($"/admin/audit?user={user.Id}&from=2998-01-01T00:00")).Html.Should().Contain("Nothing is recorded that is like this");
    }

    [Theory]
    [InlineData("session=7", "A session is named by its id")]
    [InlineData("from=soon", "Give a date")]
    [InlineData("user=nobody-at-all", "There is no user")]
    [InlineData("after=x", "no such page")]
    [InlineData("type=%00", "none of them is a null")]
    public async Task A_condition_that_cannot_be_read_is_explained_and_nothing_is_shown(string query, string sentence)
    {
        var page = await server.GoToAsync($"/admin/audit?{query}");
        WebUtility.HtmlDecode(page.Html).Should().Contain(sentence);
        page.Html.Should().NotContain("<table");
    }

    [Fact]
    public async Task What_is_typed_is_text()
    {
        foreach (var field in new[] { "type", "actor", "user", "client", "session" })
        {
            var page = await server.GoToAsync($"/admin/audit?{field}={Uri.EscapeDataString("<script>alert(1)</script>' OR 1=1 --")}");
            page.Status.Should().Be(HttpStatusCode.OK, field);
            page.Html.Should().NotContain("<script>alert").And.NotContain("<table");
        }
    }

    [Fact]
    public async Task The_dashboard_draws_what_happened_and_says_it_in_a_table()
    {
        await server.Database.ExecuteAsync(
            """
            INSERT INTO activity_counts (minute, name, count) SELECT date_trunc('minute', now()) - interval '10 minutes', name, n
            FROM (VALUES ('refresh.rotated', 4711), ('refresh.retried', 12), ('refresh.reuse_detected', 3), ('sign_in', 98), ('sign_in_failed.wrong_password', 7),
                ('session_ended.idle_expired', 5)) AS v (name, n)
            """);
        foreach (var period in new[] { "hour", "day", "week", "month", "nonsense" })
        {
            var page = await server.GoToAsync($"/admin?period={period}");
            page.Status.Should().Be(HttpStatusCode.OK);
            page.Html.Should().ContainAll("<svg", "<title", "<desc", "4,711", "idle_expired", "It was not used for as long as its idle lifetime", "ES256");
        }
    }
}
