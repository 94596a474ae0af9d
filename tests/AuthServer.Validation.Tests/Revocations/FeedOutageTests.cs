using System.Net;
using AuthServer.Validation.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Validation.Tests.Revocations;

/// <summary>What an API does while the feed does not answer, and how it comes back.</summary>
public sealed class FeedOutageTests : IAsyncLifetime
{
    private const string Revoked = "The token has been revoked.";
    private static readonly TimeSpan StaleAfter = TimeSpan.FromMinutes(2);

    private ApiHost? api;

    private ApiHost Api => api!;

    private FakeFeed Feed => Api.Issuer.Feed;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (api is not null)
        {
            await api.DisposeAsync();
        }
    }

    [Fact]
    public async Task Refusals_go_on_while_the_feed_is_down_and_what_was_missed_comes_afterwards()
    {
        await StartAsync();
        Feed.RevokeSession("before");
        await AnsweredAsync("before", HttpStatusCode.Unauthorized);
        var cursor = Feed.Polls.Last().Cursor;

        Feed.Refusal = 503;
        await FollowingApi.UntilAsync(() => Feed.Polls.Count(poll => poll.Wait == "0") > 1);
        Feed.RevokeSession("during");
        (await GetAsync("before")).ShouldBeRefused(Revoked);
        (await GetAsync("during")).ShouldBeAccepted();

        Feed.Refusal = 0;
        await AnsweredAsync("during", HttpStatusCode.Unauthorized);
        (await GetAsync("before")).ShouldBeRefused(Revoked);
        Feed.Polls.Where(poll => poll.Cursor is null).Should().ContainSingle("it went on from its cursor {0}", cursor);
        Feed.Polls.Should().OnlyContain(poll => poll.Authorization == FakeFeed.Credentials);
    }

    [Fact]
    public async Task By_default_it_goes_on_with_what_is_known_and_reports_itself_as_degraded()
    {
        await StartAsync();
        Feed.RevokeSession("ended");
        await AnsweredAsync("ended", HttpStatusCode.Unauthorized);
        await HealthAsync(HttpStatusCode.OK, "Healthy");

        await GoDownAsync();
        Api.Time.Advance(StaleAfter);
        await HealthAsync(HttpStatusCode.OK, "Healthy");
        Api.Time.Advance(TimeSpan.FromSeconds(1));

        await HealthAsync(HttpStatusCode.OK, "Degraded");
        (await GetAsync("ended")).ShouldBeRefused(Revoked);
        (await GetAsync("other")).ShouldBeAccepted();

        Feed.Refusal = 0;
        await FollowingApi.UntilAsync(async () => await Api.Client.GetStringAsync("/health/ready") == "Healthy");
    }

    [Fact]
    public async Task When_told_to_fail_closed_it_says_that_it_does_not_know()
    {
        await StartAsync(("Revocations:WhenStale", "FailClosed"));
        await AnsweredAsync("any", HttpStatusCode.OK);
        Feed.RevokeSession("ended");
        await AnsweredAsync("ended", HttpStatusCode.Unauthorized);

        await GoDownAsync();
        Api.Time.Advance(StaleAfter + TimeSpan.FromSeconds(1));

        using var answer = await GetAsync("any");
        answer.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(1));
        answer.Headers.WwwAuthenticate.Should().BeEmpty("the token may be good, and a client that is told otherwise throws it away");
        (await GetAsync("ended")).ShouldBeRefused(Revoked);
        (await Api.GetAsync(token: null)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        await HealthAsync(HttpStatusCode.ServiceUnavailable, "Unhealthy");

        Feed.Refusal = 0;
        await AnsweredAsync("any", HttpStatusCode.OK);
        await HealthAsync(HttpStatusCode.OK, "Healthy");
    }

    [Theory]
    [InlineData("Continue", HttpStatusCode.OK, HttpStatusCode.OK, "Degraded")]
    [InlineData("FailClosed", HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable, "Unhealthy")]
    public async Task Until_the_first_full_set_has_been_read_nothing_is_known(string policy, HttpStatusCode answer, HttpStatusCode health, string report)
    {
        api = await FollowingApi.StartAsync(issuer => issuer.Feed.Refusal = 401, ("Revocations:WhenStale", policy));

        (await GetAsync("any")).StatusCode.Should().Be(answer);
        await HealthAsync(health, report);
        await FollowingApi.UntilAsync(() => Api.Log.Lines.Any(line => line.Id.Id == 6031 && line.Text.Contains("does not know the client", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_full_set_of_several_pages_counts_when_it_is_complete_and_serves_from_the_first()
    {
        api = await FollowingApi.StartAsync(
            issuer =>
            {
                issuer.Feed.PageSize = 2;
                for (var i = 0; i < 7; i++)
                {
                    issuer.Feed.RevokeSession($"session-{i}");
                }
            },
            ("Revocations:WhenStale", "FailClosed"));

        await AnsweredAsync("any", HttpStatusCode.OK);
        for (var i = 0; i < 7; i++)
        {
            (await GetAsync($"session-{i}")).ShouldBeRefused(Revoked);
        }

        Feed.Polls.Take(4).Select(poll => poll.Cursor).Should().Equal(null, "first/2", "first/4", "first/6");
        Feed.Polls.Take(4).Should().OnlyContain(poll => poll.Wait == "0");
    }

    [Fact]
    public async Task A_reset_replaces_what_was_known()
    {
        await StartAsync();
        Feed.RevokeSession("undone by a restore");
        await AnsweredAsync("undone by a restore", HttpStatusCode.Unauthorized);

        Feed.Restore();
        Feed.RevokeSession("revoked since");

        await AnsweredAsync("revoked since", HttpStatusCode.Unauthorized);
        await AnsweredAsync("undone by a restore", HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"reset":true,"complete":true,"cursor":null,"now":1,"entries":[]}""")]
    [InlineData("""{"reset":true,"complete":true,"cursor":"c","now":1,"entries":null}""")]
    [InlineData("""{"reset":true,"complete":true,"cursor":"c","now":1,"entries":[{"kind":"session"}]}""")]
    public async Task An_answer_that_is_no_feed_s_changes_nothing(string body)
    {
        await StartAsync();
        Feed.RevokeSession("ended");
        await AnsweredAsync("ended", HttpStatusCode.Unauthorized);

        Feed.Body = body;
        await FollowingApi.UntilAsync(() => Api.Log.Lines.Any(line => line.Id.Id == 6031));

        (await GetAsync("ended")).ShouldBeRefused(Revoked);
        (await GetAsync("any")).ShouldBeAccepted();
        Feed.Body = null;
        Feed.RevokeSession("later");
        await AnsweredAsync("later", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_wait_that_the_server_asks_for_is_kept()
    {
        await StartAsync();
        Feed.RetryAfter = "3600";
        await GoDownAsync();
        var polls = Feed.Polls.Count;

        await Task.Delay(TimeSpan.FromSeconds(2));

        Feed.Polls.Should().HaveCount(polls);
    }

    [Fact]
    public async Task An_issuer_without_a_feed_is_told_apart_in_the_log()
    {
        api = await FollowingApi.StartAsync(issuer => issuer.Metadata = $$"""{"issuer":"{{issuer.Url}}","jwks_uri":"{{issuer.Url}}/.well-known/jwks"}""");

        await FollowingApi.UntilAsync(() => Api.Log.Lines.Any(line => line.Id.Id == 6031 && line.Text.Contains("names no revocation_feed_endpoint", StringComparison.Ordinal)));
        (await GetAsync("any")).ShouldBeAccepted();
        Feed.Polls.Should().BeEmpty();
    }

    [Fact]
    public async Task Without_credentials_revocations_are_not_followed()
    {
        api = await ApiHost.StartAsync();
        (await GetAsync("any")).ShouldBeAccepted();

        await HealthAsync(HttpStatusCode.OK, "Healthy");
        Feed.Polls.Should().BeEmpty();
    }

    private async Task StartAsync(params (string Key, string Value)[] settings)
    {
        api = await FollowingApi.StartAsync(prepare: null, settings);
        await FollowingApi.UntilAsync(() => Feed.Polls.Count > 1);
    }

    private async Task GoDownAsync()
    {
        var polls = Feed.Polls.Count;
        Feed.Refusal = 503;
        await FollowingApi.UntilAsync(() => Feed.Polls.Count >= polls && Api.Log.Lines.Any(line => line.Id.Id == 6031));
    }

    private Task<HttpResponseMessage> GetAsync(string session) => Api.GetAsync(Api.Token().With("sid", session).Sign());

    private Task AnsweredAsync(string session, HttpStatusCode status) => FollowingApi.UntilAsync(async () => (await GetAsync(session)).StatusCode == status);

    private async Task HealthAsync(HttpStatusCode status, string report)
    {
        using var answer = await Api.Client.GetAsync("/health/ready");
        answer.StatusCode.Should().Be(status);
        (await answer.Content.ReadAsStringAsync()).Should().Be(report);
    }
}
