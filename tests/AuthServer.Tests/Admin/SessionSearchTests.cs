using System.Net;
using System.Text.RegularExpressions;
using AuthServer.EntityFrameworkCore.SessionDirectory;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Pages.Admin.Sessions;
using AuthServer.Testing.Browser;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Admin;

/// <summary>Looking for sessions on the page: each condition finds what it should, and nothing else.</summary>
public sealed partial class SessionSearchTests(AdminServer server) : IClassFixture<AdminServer>
{
    [Fact]
    public async Task A_user_is_found_by_id_name_and_part_of_the_name()
    {
        var (user, other) = (await server.Host.CreateUserAsync(), await server.Host.CreateUserAsync());
        var (mine, theirs) = (await SessionAsync(user), await SessionAsync(other));
        foreach (var typed in new[] { user.Id.ToString(), user.UserName!, user.UserName!.ToUpperInvariant(), user.UserName![..20] })
        {
            (await FindAsync(("user", typed))).Should().Equal([mine], typed);
        }

        (await FindAsync(("user", other.Id.ToString()))).Should().Equal(theirs);
    }

    [Fact]
    public async Task Each_other_condition_finds_what_it_says()
    {
        var user = await server.Host.CreateUserAsync();
        var (plain, other) = (await SessionAsync(user), await SessionAsync(user, TestClients.OtherApp));
        var (odd, old) = (await SessionAsync(user, agent: "Sneaky_Tool%/1.0 (\"<b>\")"), await SessionAsync(user));
        var ended = await server.Host.As(TestClients.App).SignInAsync(user);
        await server.Host.As(TestClients.App).RevokeAsync(ended.RefreshToken);
        var far = await SessionAsync(user);
        await server.Database.BendAsync(far, "created_ip = '203.0.113.7', created_address = '00000000000000000000ffffcb007107', last_ip = '198.51.100.9', last_address = '00000000000000000000ffffc6336409'");
        await server.Database.BendAsync(old, "created_at = now() - interval '40 days', last_used_at = now() - interval '30 days', last_used_on = (now() - interval '30 days')::date");
        var day = DateTimeOffset.UtcNow;

        (await FindAsync(user, ("client", TestClients.OtherApp.Id))).Should().Equal(other);
        (await FindAsync(user, ("agent", "sneaky_tool%"))).Should().Equal(odd);
        (await FindAsync(user, ("agent", "\"<b>\""))).Should().BeEmpty("three letters in a row are needed, and the page says so");
        (await FindAsync(user, ("address", "203.0.113.0/24"))).Should().Equal([far], "it was signed in there");
        (await FindAsync(user, ("address", "198.51.100.9"))).Should().Equal([far], "it was last used there");
        (await FindAsync(("address", "203.0.113.0/24"))).Should().Equal([far], "whoever it is");
        (await FindAsync(("address", "198.51.100.9"))).Should().Equal([far], "whoever it is");
        (await FindAsync(user, ("address", "2001:db8::/32"))).Should().BeEmpty();
        (await FindAsync(user, ("state", "ended"))).Should().Equal(ended.SessionId);
        (await FindAsync(user, ("state", "active"))).Should().BeEquivalentTo([plain, other, odd, old, far]);
        (await FindAsync(user, ("reason", "signed_out"))).Should().Equal(ended.SessionId);
        (await FindAsync(user, ("reason", "reuse_detected"))).Should().BeEmpty();
        (await FindAsync(user, ("signedInBefore", Typed(day.AddDays(-39))))).Should().Equal(old);
        (await FindAsync(user, ("signedInFrom", Typed(day.AddDays(-39))))).Should().BeEquivalentTo([plain, other, odd, ended.SessionId, far]);
        (await FindAsync(user, ("usedBefore", Typed(day.AddDays(-29))))).Should().Equal(old);
        (await FindAsync(user, ("usedFrom", Typed(day.AddDays(-29))))).Should().NotContain(old).And.HaveCount(5);
    }

    [Fact]
    public async Task Conditions_meet_and_stay_in_the_form_and_each_can_be_taken_away()
    {
        var user = await server.Host.CreateUserAsync();
        await SessionAsync(user);
        var page = await server.GoToAsync($"/admin/sessions?user={user.Id}&client={TestClients.App.Id}&state=ended");
        Sessions(page).Should().BeEmpty();
        page.Html.Should().Contain("No session is like this");
        page.FormWith("user")!.Fields.Should().Contain(new HtmlField("user", user.Id.ToString())).And.Contain(new HtmlField("client", TestClients.App.Id));
        page.Html.Should().Contain($"href=\"/admin/sessions?user={user.Id}&amp;client={TestClients.App.Id}\"");
    }

    [Theory]
    [InlineData("user", "nobody-of-this-name", "There is no user")]
    [InlineData("user", "user-", "More than one user")]
    [InlineData("client", "nothing", "There is no application")]
    [InlineData("address", "10.1", "neither an address")]
    [InlineData("address", "10.0.0.1/8", "neither an address")]
    [InlineData("address", "'; DROP TABLE sessions; --", "neither an address")]
    [InlineData("agent", "%", "three letters")]
    [InlineData("agent", "\0\0\0abc", "null")]
    [InlineData("state", "half", "The state is")]
    [InlineData("reason", "boredom", "no such reason")]
    [InlineData("signIn", "7", "named by an id")]
    [InlineData("signedInFrom", "yesterday", "Give a date")]
    [InlineData("usedBefore", "0001-01-01T00:00", "Give a date")]
    [InlineData("after", "zzz", "no such page")]
    public async Task A_condition_that_cannot_be_read_is_explained_and_nothing_is_shown(string field, string value, string sentence)
    {
        await SessionAsync(await server.Host.CreateUserAsync());
        await SessionAsync(await server.Host.CreateUserAsync());
        var page = await server.GoToAsync($"/admin/sessions?{field}={Uri.EscapeDataString(value)}");
        page.Status.Should().Be(HttpStatusCode.OK);
        WebUtility.HtmlDecode(page.Html).Should().Contain(sentence);
        Sessions(page).Should().BeEmpty();
        page.Html.Should().NotContain("<table");
    }

    [Theory]
    [InlineData("<script>alert('nowhere')</script>")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    [InlineData("' OR 1=1 --")]
    [InlineData("%' OR '%'='")]
    [InlineData("\\%abc\\_")]
    public async Task What_is_typed_is_text_and_nothing_else(string typed)
    {
        await SessionAsync(await server.Host.CreateUserAsync());
        foreach (var field in new[] { "user", "client", "agent", "address" })
        {
            var page = await server.GoToAsync($"/admin/sessions?{field}={Uri.EscapeDataString(typed)}");
            page.Status.Should().Be(HttpStatusCode.OK, field);
            Sessions(page).Should().BeEmpty(field);
            page.Html.Should().NotContain("<script>alert").And.NotContain("<img src=x");
        }
    }

    [Fact]
    public async Task A_user_agent_that_is_markup_is_shown_as_text()
    {
        var user = await server.Host.CreateUserAsync();
        var session = await SessionAsync(user, agent: "<script>alert(1)</script>\" onmouseover=\"alert(2)");
        foreach (var path in new[] { $"/admin/sessions?user={user.Id}", $"/admin/sessions/{session}", $"/admin/audit?user={user.Id}" })
        {
            var html = (await server.GoToAsync(path)).Html;
            html.Should().NotContain("<script>alert").And.NotContain("\" onmouseover=\"").And.Contain("&lt;script&gt;alert(1)");
        }
    }

    [Fact]
    public async Task Pages_follow_each_other_without_gap_or_repetition()
    {
        var user = await server.Host.CreateUserAsync();
        var session = await SessionAsync(user);

        // Some at the very same instant.
        await server.Database.ExecuteAsync(
            """
            INSERT INTO sessions SELECT (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid(), 'created_at', s.created_at - (n / 7) * interval '1 minute'))).*
            FROM sessions AS s, generate_series(1, 119) AS n WHERE s.id = @id
            """,
            ("id", session));
        var seen = new List<Guid>();
        var page = await server.GoToAsync($"/admin/sessions?user={user.Id}");
        page.Html.Should().Contain("120 sessions");
        while (true)
        {
            seen.AddRange(Sessions(page));
            if (Next().Match(page.Html) is not { Success: true } next)
            {
                break;
            }

            page = await server.GoToAsync(WebUtility.HtmlDecode(next.Groups["address"].Value));
            page.Html.Should().Contain(">First page<");
        }

        seen.Should().HaveCount(120).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task A_page_on_which_there_are_none_leads_to_the_older_ones()
    {
        var session = await SessionAsync(await server.Host.CreateUserAsync(), agent: "needle/1.0");
        await server.Database.BendAsync(session, "created_at = now() - interval '10 days'");
        await AddCopiesAsync(session, RelationalSessionDirectory.MostSorted, "needle/1.0", "s.created_at");
        await AddCopiesAsync(session, RelationalSessionDirectory.MostPassed, "hay/1.0", "now()");

        var newest = await server.GoToAsync("/admin/sessions?agent=needle");
        WebUtility.HtmlDecode(newest.Html).Should().Contain("5,000+ sessions").And.NotContain("<table").And.Contain("There are older ones");
        var older = await server.GoToAsync(WebUtility.HtmlDecode(Next().Match(newest.Html).Groups["address"].Value));

        Sessions(older).Should().HaveCount(SessionsModel.PageSize).And.StartWith(session);
    }

    /// <summary>Some of a program, signed in before an instant, a second after each other.</summary>
    private Task<int> AddCopiesAsync(Guid session, int count, string agent, string before) => server.Database.ExecuteAsync(
        $"""
        INSERT INTO sessions SELECT (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid(), 'created_at', {before} - n * interval '1 second',
            'created_user_agent', '{agent}', 'last_user_agent', '{agent}'))).*
        FROM sessions AS s, generate_series(1, {count}) AS n WHERE s.id = @id
        """,
        ("id", session));

    private static string Typed(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    private static IReadOnlyList<Guid> Sessions(Visit.Page page) => [.. Row().Matches(page.Html).Select(row => Guid.Parse(row.Groups["id"].Value))];

    private Task<IReadOnlyList<Guid>> FindAsync(AuthUser user, (string Name, string Value) condition) => FindAsync(("user", user.Id.ToString()), condition);

    private async Task<IReadOnlyList<Guid>> FindAsync(params (string Name, string Value)[] conditions)
    {
        var page = await server.GoToAsync("/admin/sessions?" + string.Join('&', conditions.Select(condition => $"{condition.Name}={Uri.EscapeDataString(condition.Value)}")));
        page.Status.Should().Be(HttpStatusCode.OK);
        return Sessions(page);
    }

    private async Task<Guid> SessionAsync(AuthUser user, AuthServer.Configuration.ClientDeclaration? client = null, string agent = "test-browser/1.0") =>
        (await (server.Host.As(client ?? TestClients.App) with { UserAgent = agent }).SignInAsync(user)).SessionId;

    [GeneratedRegex("""<td class="first"><a href="/admin/sessions/(?<id>[0-9a-f-]{36})">""")]
    private static partial Regex Row();

    [GeneratedRegex("<a rel=\"next\" href=\"(?<address>[^\"]+)\"")]
    private static partial Regex Next();
}
