using System.Diagnostics;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Processes;

/// <summary>Nodes that are killed, one after another, while clients refresh.</summary>
[Collection<OnTwoServers>]
public sealed class KilledServerTests(TwoServers servers, ITestOutputHelper output)
{
    private const int Clients = 6;
    private const int MostKills = 20;
    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(25);

    [Fact]
    public async Task No_client_loses_its_session_to_a_killed_server()
    {
        var clients = new List<TenaciousClient>();
        for (var client = 0; client < Clients; client++)
        {
            clients.Add(new TenaciousClient(servers.Nodes, await servers.First.Http.SignInAsync(TestClient.Public)));
        }

        using var stop = new CancellationTokenSource();
        var running = clients.Select(client => Task.Run(() => client.RunAsync(stop.Token))).ToList();
        var kills = await KillAsync();
        await stop.CancelAsync();
        await Task.WhenAll(running);

        output.WriteLine($"{kills} kills, {clients.Sum(client => client.Refreshed)} refreshes, {clients.Sum(client => client.Unanswered)} requests unanswered");
        clients.Should().OnlyContain(client => client.Refusals.Count == 0);
        clients.Sum(client => client.Unanswered).Should().BeGreaterThan(0, "a kill is to hit requests under way, or nothing was tried");
        foreach (var client in clients)
        {
            (await servers.GenerationAsync(client.Session)).Should().Be(client.Refreshed, "every step of the session reached its client");
            (await servers.Second.Http.RefreshAsync(TestClient.Public, client.Latest.RefreshToken)).IsGranted.Should().BeTrue();
        }
    }

    private async Task<int> KillAsync()
    {
        var started = Stopwatch.GetTimestamp();
        var kills = 0;
        try
        {
            while (kills < MostKills && Stopwatch.GetElapsedTime(started) < LongestRun)
            {
                // Long enough for the clients to have come to this node.
                await Task.Delay(Random.Shared.Next(100, 400));
                servers.Node(kills++).Kill();
                await Task.Delay(Random.Shared.Next(100));
                await servers.StartAsync();
            }
        }
        finally
        {
            await servers.StartAsync();
        }

        return kills;
    }
}
