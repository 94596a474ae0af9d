using System.Text.Json;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.AdminApi;

/// <summary>Sessions and audit events as the API lists them.</summary>
public sealed class SessionReadingTests(AdminServer server) : IClassFixture<AdminServer>
{
    [Fact]
    public async Task A_session_is_told_with_nothing_of_its_tokens()
    {
        var user = await server.Host.CreateUserAsync();
        var tokens = await server.Host.As(TestClients.App).SignInAsync(user);

        var answer = await server.Admin.GetAsync($"/sessions/{tokens.SessionId}");

        answer.Status.Should().Be(200);
        answer.Json.GetProperty("id").GetGuid().Should().Be(tokens.SessionId);
        answer.Json.GetProperty("user_name").GetString().Should().Be(user.UserName);
        answer.Json.GetProperty("client_id").GetString().Should().Be("app");
        answer.Json.GetProperty("state").GetString().Should().Be("active");
        answer.Json.GetProperty("created_at").GetString().Should().EndWith("Z");
        answer.Json.GetProperty("created_user_agent").GetString().Should().Be("test-browser/1.0");
        answer.Members.Should().NotContain(name => name.Contains("hash") || name.Contains("salt") || name.Contains("token_") || name == "thumbprint");
        answer.Headers.CacheControl!.NoStore.Should().BeTrue();
    }

    [Fact]
    public async Task Its_timeline_tells_from_the_sign_in_to_the_end()
    {
        var app = server.Host.As(TestClients.App);
        var tokens = await app.SignInAsync(await server.Host.CreateUserAsync());
        await app.RevokeAsync(tokens.RefreshToken);

        var events = await ItemsAsync($"/sessions/{tokens.SessionId}/timeline");

        events.Select(item => item.GetProperty("type").GetString()).Should().Equal("session.created", "session.ended");
        events[1].GetProperty("reason").GetString().Should().Be("signed_out");
        events[1].GetProperty("actor").GetString().Should().Be("client:app");
    }

    [Fact]
    public async Task Every_filter_narrows()
    {
        var user = await server.Host.CreateUserAsync();
        var app = server.Host.As(TestClients.App) with { UserAgent = "Narrow 100%_[x]" };
        var open = (await app.SignInAsync(user)).SessionId;
        var other = await (server.Host.As(TestClients.OtherApp) with { UserAgent = "Broad" }).SignInAsync(user);
        await server.Host.As(TestClients.OtherApp).RevokeAsync(other.RefreshToken);

        (await IdsAsync($"user_id={user.Id}")).Should().BeEquivalentTo([open, other.SessionId]);
        (await IdsAsync($"user_id={user.Id}&state=active")).Should().Equal(open);
        (await IdsAsync($"user_id={user.Id}&end_reason=signed_out")).Should().Equal(other.SessionId);
        (await IdsAsync($"user_id={user.Id}&client_id=app")).Should().Equal(open);
        (await IdsAsync($"user_id={user.Id}&ip=127.0.0.0/8")).Should().HaveCount(2);
        (await IdsAsync($"user_id={user.Id}&ip=10.0.0.0/8")).Should().BeEmpty();
        (await IdsAsync($"user_id={user.Id}&user_agent={Uri.EscapeDataString("100%_[X]")}")).Should().Equal(open);
        (await IdsAsync($"user_id={user.Id}&created_before=2020-01-01")).Should().BeEmpty();
        (await IdsAsync($"user_id={user.Id}&created_from=2020-01-01T00:00:00Z&used_from=2020-01-01")).Should().HaveCount(2);
        (await IdsAsync($"user_id={user.Id}&used_before=2020-01-01")).Should().BeEmpty();
        (await server.Admin.GetAsync($"/sessions/count?user_id={user.Id}")).Json.GetProperty("count").GetInt32().Should().Be(2);
    }

    [Theory]
    [InlineData("user_agent=%27%20OR%20%271%27%3D%271")]
    [InlineData("user_agent=%25")]
    [InlineData("client_id=%27%3B%20DROP%20TABLE%20sessions%3B--")]
    [InlineData("client_id=%5C%27")]
    public async Task What_looks_like_a_statement_is_a_value(string filter)
    {
        await server.Host.As(TestClients.App).SignInAsync(await server.Host.CreateUserAsync());

        (await IdsAsync(filter)).Should().BeEmpty();
        (await server.Admin.GetAsync("/sessions/count")).Json.GetProperty("count").GetInt32().Should().BePositive();
    }

    [Theory]
    [InlineData("user=x", "user")]
    [InlineData("user_id=x", "user_id")]
    [InlineData("user_id=", "user_id")]
    [InlineData("client_id=", "client_id")]
    [InlineData("client_id=a%00b", "client_id")]
    [InlineData("ip=10", "ip")]
    [InlineData("ip=10.0.0.1/8", "ip")]
    [InlineData("state=gone", "state")]
    [InlineData("end_reason=10", "end_reason")]
    [InlineData("created_from=yesterday", "created_from")]
    [InlineData("state=active&state=ended", "state")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=201", "limit")]
    [InlineData("limit=many", "limit")]
    [InlineData("after=nonsense", "after")]
    public async Task What_cannot_be_meant_is_refused_by_name(string query, string member)
    {
        var answer = await server.Admin.GetAsync($"/sessions?{query}");

        answer.Status.Should().Be(400);
        answer.ContentType.Should().StartWith("application/problem+json");
        answer.Json.GetProperty("code").GetString().Should().Be("invalid");
        answer.Json.GetProperty("errors").EnumerateObject().Select(error => error.Name).Should().Equal(member);
    }

    [Fact]
    public async Task Pages_have_every_session_once_while_others_sign_in()
    {
        var user = await server.Host.CreateUserAsync();
        var before = await SignInAsync(user, 5);
        var read = new List<Guid>();
        string? next = null;
        do
        {
            var page = (await server.Admin.GetAsync($"/sessions?user_id={user.Id}&limit=2{(next is null ? "" : $"&after={next}")}")).Json;
            read.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetGuid()));
            next = page.GetProperty("next").GetString();
            await SignInAsync(user, 1);
        }
        while (next is not null);

        read.Should().Equal(Enumerable.Reverse(before));
    }

    [Fact]
    public async Task Audit_is_filtered_and_paged_the_newest_first()
    {
        var user = await server.Host.CreateUserAsync();
        await SignInAsync(user, 3);

        var first = (await server.Admin.GetAsync($"/audit?user_id={user.Id}&type=session.created&limit=2")).Json;
        var second = (await server.Admin.GetAsync($"/audit?user_id={user.Id}&type=session.created&limit=2&after={first.GetProperty("next").GetString()}")).Json;

        var ids = first.GetProperty("items").EnumerateArray().Concat(second.GetProperty("items").EnumerateArray()).Select(item => item.GetProperty("id").GetInt64()).ToList();
        ids.Should().HaveCount(3).And.BeInDescendingOrder();
        second.GetProperty("next").ValueKind.Should().Be(JsonValueKind.Null);
        (await server.Admin.GetAsync("/audit?actor=nobody")).Json.GetProperty("items").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task What_is_not_there_is_a_problem_too()
    {
        foreach (var (method, path, status) in new[]
        {
            (HttpMethod.Get, $"/sessions/{Guid.NewGuid()}", 404), (HttpMethod.Get, "/sessions/x", 404), (HttpMethod.Get, "/nothing", 404), (HttpMethod.Patch, "/sessions", 405),
        })
        {
            var answer = await server.Admin.SendAsync(method, path);
            answer.Status.Should().Be(status);
            answer.ContentType.Should().StartWith("application/problem+json");
        }
    }

    private async Task<List<Guid>> SignInAsync(AuthUser user, int times)
    {
        var sessions = new List<Guid>();
        for (var time = 0; time < times; time++)
        {
            sessions.Add((await server.Host.As(TestClients.App).SignInAsync(user)).SessionId);
        }

        return sessions;
    }

    private async Task<Guid[]> IdsAsync(string filter) => [.. (await ItemsAsync($"/sessions?{filter}")).Select(item => item.GetProperty("id").GetGuid())];

    private async Task<IReadOnlyList<JsonElement>> ItemsAsync(string path)
    {
        var answer = await server.Admin.GetAsync(path);
        answer.Status.Should().Be(200, answer.Body);
        return [.. answer.Json.GetProperty("items").EnumerateArray()];
    }
}
