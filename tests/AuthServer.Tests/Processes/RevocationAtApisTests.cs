using System.Diagnostics;
using System.Net;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Processes;

/// <summary>A token that verifies is refused by an API soon after it was revoked at whichever node, through real processes.</summary>
[Collection<OnTwoServers>]
public sealed class RevocationAtApisTests(TwoServers servers) : IAsyncLifetime
{
    private static readonly TestClient Client = TestClient.Public;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    // The pause between polls of a feed that is down grows to 15 seconds.
    private static readonly TimeSpan AfterOutage = TimeSpan.FromSeconds(30);

    private readonly HostProcess _api = ApiProcess.Create(servers.First.Address);

    public async ValueTask InitializeAsync()
    {
        await _api.StartAsync();
        await WaitAsync(async () => await _api.Http.GetStringAsync("/health/ready") == "Healthy", AfterOutage);
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task What_is_revoked_at_either_node_is_refused_though_it_was_accepted_before(int node)
    {
        var (revoked, kept) = (await servers.First.Http.SignInAsync(Client), await servers.First.Http.SignInAsync(Client));
        (await CallAsync(revoked)).Should().Be(HttpStatusCode.OK);
        (await CallAsync(kept)).Should().Be(HttpStatusCode.OK);
        var successor = await servers.First.Http.RefreshAsync(Client, revoked.RefreshToken);

        (await servers.Node(node).Http.RevokeAsync(Client, successor.RefreshToken)).Should().Be(HttpStatusCode.OK);

        await RefusedAsync(revoked, Soon);
        (await CallAsync(successor)).Should().Be(HttpStatusCode.Unauthorized, "it is of the same session, though the API has never seen it");
        (await CallAsync(kept)).Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Refusals_go_on_while_the_server_is_down_and_what_is_revoked_meanwhile_is_refused_when_it_is_back()
    {
        var (before, during, kept) = (await servers.First.Http.SignInAsync(Client), await servers.First.Http.SignInAsync(Client), await servers.First.Http.SignInAsync(Client));
        (await servers.First.Http.RevokeAsync(Client, before.RefreshToken)).Should().Be(HttpStatusCode.OK);
        await RefusedAsync(before, Soon);

        servers.First.Kill();
        try
        {
            (await servers.Second.Http.RevokeAsync(Client, during.RefreshToken)).Should().Be(HttpStatusCode.OK);
            for (var i = 0; i < 20; i++)
            {
                (await CallAsync(before)).Should().Be(HttpStatusCode.Unauthorized);
                (await CallAsync(during)).Should().Be(HttpStatusCode.OK, "nobody could tell the API");
                await Task.Delay(50);
            }
        }
        finally
        {
            await servers.StartAsync();
        }

        await RefusedAsync(during, AfterOutage);
        (await CallAsync(before)).Should().Be(HttpStatusCode.Unauthorized);
        (await CallAsync(kept)).Should().Be(HttpStatusCode.OK);
    }

    private Task RefusedAsync(TokenAnswer token, TimeSpan within) => WaitAsync(async () => await CallAsync(token) == HttpStatusCode.Unauthorized, within);

    private static async Task WaitAsync(Func<Task<bool>> condition, TimeSpan within)
    {
        for (var started = Stopwatch.GetTimestamp(); !await condition();)
        {
            Stopwatch.GetElapsedTime(started).Should().BeLessThan(within);
            await Task.Delay(20);
        }
    }

    private async Task<HttpStatusCode> CallAsync(TokenAnswer token)
    {
        var (status, challenge) = await _api.Http.CallApiAsync(token.AccessToken);
        challenge.Should().Be(status == HttpStatusCode.OK ? "" : "error=\"invalid_token\", error_description=\"The token has been revoked.\"");
        return status;
    }
}
