using System.Diagnostics;
using AuthServer.Core.Revocation;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;
using AuthServer.Endpoints;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Tests.Revocation;

/// <summary>The revocation feed on the wire.</summary>
public sealed class FeedEndpointTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    private ClientApp Api => server.Host.As(TestClients.Api);

    private ClientApp Web => server.Host.As(TestClients.Web);

    [Fact]
    public async Task A_sign_out_is_told_with_what_an_API_needs_and_nothing_else()
    {
        var cursor = await CatchUpAsync();
        var before = DateTimeOffset.UtcNow;
        var session = await RevokedAsync();

        var told = await FeedAnswer.PollAsync(Api, cursor);

        told.Answer.Status.Should().Be(200);
        told.Answer.ContentType.Should().Be("application/json");
        told.Answer.Headers.CacheControl!.NoStore.Should().BeTrue();
        told.Answer.Members.Should().Equal("reset", "complete", "cursor", "now", "entries");
        (told.IsReset, told.IsComplete).Should().Be((false, true));
        var entry = told.Entries.Should().ContainSingle().Subject;
        entry.EnumerateObject().Select(member => member.Name).Should().Equal("kind", "subject", "created_at", "expires_at");
        entry.GetProperty("kind").GetString().Should().Be("session");
        entry.GetProperty("subject").GetString().Should().Be(session.ToString());
        var created = entry.GetProperty("created_at").GetDouble();
        created.Should().BeApproximately(before.ToUnixTimeMilliseconds() / 1000.0, 5);
        told.Answer.Json.GetProperty("now").GetDouble().Should().BeInRange(created, created + 5);
        (entry.GetProperty("expires_at").GetDouble() - created).Should().BeApproximately(RevocationRetention.EntryLifetime.TotalSeconds, 0.01);
    }

    [Fact]
    public async Task The_end_of_all_that_is_a_user_s_names_the_claims_to_compare()
    {
        var cursor = await CatchUpAsync();
        var user = await server.Host.CreateUserAsync();
        var first = await Web.SignInAsync(user);
        await server.Host.Services.GetRequiredService<SessionEnding>()
            .EndAllOfUserAsync(new EndSessionsOfUser(new UserId(user.Id), EndReason.AdminRevoked, "admin:root", Caller.From(null, "")), CancellationToken.None);

        var entry = (await FeedAnswer.PollAsync(Api, cursor)).Entries.Should().ContainSingle().Subject;

        entry.GetProperty("kind").GetString().Should().Be("user");
        entry.GetProperty("subject").GetString().Should().Be(first.Claims.GetProperty("sub").GetString());
        entry.GetProperty("minimum_epoch").GetInt64().Should().Be(first.Claims.GetProperty("epoch").GetInt64() + 1);
        (await Web.SignInAsync(user)).Claims.GetProperty("epoch").GetInt64().Should().Be(entry.GetProperty("minimum_epoch").GetInt64());
    }

    [Fact]
    public async Task Without_a_cursor_everything_is_told_from_the_beginning()
    {
        var session = await RevokedAsync();

        var told = await FeedAnswer.PollAsync(Api);

        told.IsReset.Should().BeTrue();
        told.Subjects.Should().Contain(session.ToString());
    }

    [Fact]
    public async Task A_poll_waits_until_something_ends_here_and_is_answered_at_once()
    {
        var cursor = await CatchUpAsync();
        var started = Stopwatch.GetTimestamp();
        var poll = FeedAnswer.PollAsync(Api, cursor, wait: 30);
        await Task.Delay(TimeSpan.FromSeconds(1));
        poll.IsCompleted.Should().BeFalse();

        var session = await RevokedAsync();

        (await poll.WaitAsync(Soon)).Subjects.Should().Equal(session.ToString());
        Stopwatch.GetElapsedTime(started).Should().BeGreaterThan(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_poll_to_which_nothing_comes_is_answered_with_nothing_when_its_wait_is_over()
    {
        var cursor = await CatchUpAsync();
        var started = Stopwatch.GetTimestamp();

        var told = await FeedAnswer.PollAsync(Api, cursor, wait: 1);

        Stopwatch.GetElapsedTime(started).Should().BeCloseTo(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(0.9));
        told.Answer.Status.Should().Be(200);
        told.Entries.Should().BeEmpty();
        (told.IsReset, told.IsComplete).Should().Be((false, true));
        (await FeedAnswer.PollAsync(Api, told.Cursor)).IsReset.Should().BeFalse();
    }

    [Fact]
    public async Task Who_does_not_say_who_it_is_is_refused()
    {
        var secretless = Api with { Secret = null };
        foreach (var answer in new[]
        {
            await secretless.PostAsync(Paths.RevocationFeed), await (Api with { Secret = "wrong" }).PostAsync(Paths.RevocationFeed),
            await (Api with { Id = "nobody" }).PostAsync(Paths.RevocationFeed), await (Api with { Authorization = "Bearer abc" }).PostAsync(Paths.RevocationFeed),
        })
        {
            (answer.Status, answer.Error).Should().Be((401, "invalid_client"));
            answer.Headers.WwwAuthenticate.Should().ContainSingle().Which.Scheme.Should().Be("Basic");
            answer.Headers.CacheControl!.NoStore.Should().BeTrue();
        }
    }

    [Fact]
    public async Task A_client_that_may_not_introspect_is_refused_and_so_is_a_public_one()
    {
        foreach (var client in new[] { TestClients.OtherWeb, TestClients.App })
        {
            var answer = await server.Host.As(client).PostAsync(Paths.RevocationFeed);
            (answer.Status, answer.Error).Should().Be((400, "unauthorized_client"), client.Id);
        }
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("31")]
    [InlineData("1.5")]
    [InlineData("1e1")]
    [InlineData(" 1")]
    [InlineData("99999999999999999999")]
    [InlineData("soon")]
    public async Task A_wait_that_is_none_is_refused(string wait)
    {
        var answer = await Api.PostAsync(Paths.RevocationFeed, ("wait", wait));
        (answer.Status, answer.Error).Should().Be((400, "invalid_request"));
    }

    [Theory]
    [InlineData("'; DELETE FROM revocation_entries; --")]
    [InlineData("../../etc/passwd")]
    [InlineData("1:1:' OR '1'='1")]
    [InlineData("🦊")]
    public async Task A_cursor_that_is_none_begins_again_and_never_fails(string cursor)
    {
        var session = await RevokedAsync();

        var told = await FeedAnswer.PollAsync(Api, cursor);

        told.IsReset.Should().BeTrue();
        told.Subjects.Should().Contain(session.ToString());
    }

    [Fact]
    public async Task A_cursor_that_is_too_long_begins_again_and_a_form_that_is_too_long_is_refused()
    {
        (await FeedAnswer.PollAsync(Api, new string('A', 20_000))).IsReset.Should().BeTrue();

        var answer = await Api.PostAsync(Paths.RevocationFeed, ("cursor", new string('A', 70_000)));
        (answer.Status, answer.Error).Should().Be((413, "invalid_request"));
    }

    [Fact]
    public async Task Another_method_or_another_kind_of_body_is_refused()
    {
        using var get = await server.Host.Http.GetAsync($"{Paths.RevocationFeed}?client_id=api&client_secret=api-secret");
        ((int)get.StatusCode).Should().Be(405);
        get.Content.Headers.Allow.Should().Equal("POST");

        using var json = new StringContent("""{"client_id":"api","client_secret":"api-secret"}""", System.Text.Encoding.UTF8, "application/json");
        using var post = await server.Host.Http.PostAsync(Paths.RevocationFeed, json);
        (await Answer.OfAsync(post)).Error.Should().Be("invalid_request");

        var twice = await Api.PostAsync(Paths.RevocationFeed, ("cursor", "a"), ("cursor", "b"));
        (twice.Status, twice.Error).Should().Be((400, "invalid_request"));
    }

    [Fact]
    public async Task No_script_may_read_it()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, Paths.RevocationFeed);
        request.Headers.Add("Origin", "https://app.example");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        using var response = await server.Host.Http.SendAsync(request);
        response.Headers.Contains("Access-Control-Allow-Origin").Should().BeFalse();
    }

    private async Task<string> CatchUpAsync() => (await FeedAnswer.PollAsync(Api)).Cursor;

    private async Task<Guid> RevokedAsync()
    {
        var signedIn = await Web.SignInAsync(await server.Host.CreateUserAsync());
        (await Web.RevokeAsync(signedIn.RefreshToken)).Status.Should().Be(200);
        return signedIn.SessionId;
    }
}
