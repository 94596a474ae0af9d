using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Processes;

/// <summary>How long a revoked token lives on at APIs that verify locally, and what the feed costs beside their requests.</summary>
[Collection(Measurements.Name)]
[Trait("Category", "Long")]
public sealed class RevocationLagTests(BalancedServers servers, ITestOutputHelper output) : IClassFixture<BalancedServers>
{
    private const int Revocations = 200;
    private const int AtOnce = 4;
    private const int QuietRequests = 3_000;
    private static readonly TestClient Client = TestClient.Public;
    private static readonly TimeSpan LongestLag = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<TimeSpan> _lags = new();
    private int _apiRequests;

    [Fact]
    public async Task Every_api_refuses_what_was_revoked_within_two_seconds_and_asks_for_it_on_no_request()
    {
        foreach (var api in servers.Apis)
        {
            await WaitAsync(async () => await api.Http.GetStringAsync("/health/ready") == "Healthy");
        }

        var tokens = new ConcurrentQueue<TokenAnswer>();
        await Parallel.ForAsync(0, Revocations, Parallelism, async (turn, _) => tokens.Enqueue(await servers.Nodes[turn % 2].Http.SignInAsync(Client)));
        var kept = await servers.Nodes[0].Http.SignInAsync(Client);

        var before = servers.Balancer.Total;
        await Parallel.ForEachAsync(tokens.Index(), Parallelism, async (token, _) => await RevokeAsync(token.Index, token.Item));

        var lags = _lags.Order().ToList();
        Say($"{Revocations} revocations at {servers.Nodes.Count} nodes, {servers.Apis.Count} APIs, {lags.Count} refusals");
        Say($"revocation answered -> refused: p50 {At(lags, 0.5):F0} ms, p99 {At(lags, 0.99):F0} ms, max {lags[^1].TotalMilliseconds:F0} ms");
        Say($"requests to APIs: {_apiRequests}; requests of APIs to the server meanwhile: {servers.Balancer.Total - before}");
        Say($"all requests of APIs to the server since their start: {servers.Balancer}");
        lags.Should().HaveCount(Revocations * servers.Apis.Count);
        At(lags, 0.99).Should().BeLessThan(LongestLag.TotalMilliseconds);

        await NothingIsAskedOnRequestsAsync(kept, tokens.First());
    }

    private static ParallelOptions Parallelism => new() { MaxDegreeOfParallelism = AtOnce };

    private async Task RevokeAsync(int turn, TokenAnswer token)
    {
        foreach (var api in servers.Apis)
        {
            (await CallAsync(api, token)).Should().Be(HttpStatusCode.OK);
        }

        (await servers.Nodes[turn % 2].Http.RevokeAsync(Client, token.RefreshToken)).Should().Be(HttpStatusCode.OK);
        var answered = Stopwatch.GetTimestamp();
        await Task.WhenAll(servers.Apis.Select(async api =>
        {
            await WaitAsync(async () => await CallAsync(api, token) == HttpStatusCode.Unauthorized);
            _lags.Enqueue(Stopwatch.GetElapsedTime(answered));
        }));
    }

    /// <summary>While nothing is revoked, thousands of requests cause none to the server but the polls that are due anyway.</summary>
    private async Task NothingIsAskedOnRequestsAsync(TokenAnswer kept, TokenAnswer revoked)
    {
        await Task.Delay(TimeSpan.FromSeconds(1));
        var (before, started) = (servers.Balancer.Total, Stopwatch.GetTimestamp());
        await Parallel.ForAsync(0, QuietRequests, Parallelism, async (turn, _) =>
        {
            var api = servers.Apis[turn % servers.Apis.Count];
            (await CallAsync(api, turn % 2 == 0 ? kept : revoked)).Should().Be(turn % 2 == 0 ? HttpStatusCode.OK : HttpStatusCode.Unauthorized);
        });
        var (asked, elapsed) = (servers.Balancer.Total - before, Stopwatch.GetElapsedTime(started));
        Say($"{QuietRequests} requests to APIs in {elapsed.TotalSeconds:F1} s without revocations: {asked} requests of APIs to the server");
        asked.Should().BeLessThanOrEqualTo(servers.Apis.Count * (1 + (int)(elapsed.TotalSeconds / 20)), "each API has one poll waiting, for 25 seconds");
    }

    private static double At(List<TimeSpan> sorted, double quantile) => sorted[(int)Math.Ceiling(sorted.Count * quantile) - 1].TotalMilliseconds;

    private static async Task WaitAsync(Func<Task<bool>> condition)
    {
        for (var started = Stopwatch.GetTimestamp(); !await condition();)
        {
            Stopwatch.GetElapsedTime(started).Should().BeLessThan(Patience);
            await Task.Delay(5);
        }
    }

    private async Task<HttpStatusCode> CallAsync(HostProcess api, TokenAnswer token)
    {
        Interlocked.Increment(ref _apiRequests);
        return (await api.Http.CallApiAsync(token.AccessToken)).Status;
    }

    private void Say(FormattableString figure) => output.WriteLine(figure.ToString(CultureInfo.InvariantCulture));
}
