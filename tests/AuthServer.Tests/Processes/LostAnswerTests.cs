using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Processes;

/// <summary>A rotation has been committed, and its answer never arrives.</summary>
[Collection<OnTwoServers>]
public sealed class LostAnswerTests(TwoServers servers)
{
    private static readonly TestClient Client = TestClient.Public;

    [Fact]
    public async Task A_client_whose_server_was_killed_between_commit_and_answer_goes_on_at_another()
    {
        var signedIn = await servers.First.Http.SignInAsync(Client);
        try
        {
            await LoseAnswerAsync(servers.First, signedIn.RefreshToken, onAnswer: servers.First.Kill);
            (await servers.GenerationAsync(signedIn.Session)).Should().Be(1, "the rotation was committed before the kill");

            await ShouldGoOnAsync(servers.Second, signedIn);
        }
        finally
        {
            await servers.StartAsync();
        }
    }

    [Fact]
    public async Task A_client_whose_server_was_killed_between_commit_and_answer_goes_on_when_that_server_is_back()
    {
        var signedIn = await servers.First.Http.SignInAsync(Client);
        try
        {
            await LoseAnswerAsync(servers.First, signedIn.RefreshToken, onAnswer: servers.First.Kill);
        }
        finally
        {
            await servers.StartAsync();
        }

        await ShouldGoOnAsync(servers.First, signedIn);
    }

    [Fact]
    public async Task An_answer_may_be_lost_again_and_again()
    {
        var signedIn = await servers.First.Http.SignInAsync(Client);
        for (var loss = 0; loss < 5; loss++)
        {
            await LoseAnswerAsync(servers.Node(loss), signedIn.RefreshToken, onAnswer: () => { });
        }

        await ShouldGoOnAsync(servers.Second, signedIn);
    }

    private static async Task LoseAnswerAsync(HostProcess server, string refreshToken, Action onAnswer)
    {
        await using var eater = new AnswerEater(server.Address, onAnswer);

        var refresh = () => eater.Http.RefreshAsync(Client, refreshToken);

        await refresh.Should().ThrowAsync<HttpRequestException>();
        eater.Eaten.Should().Equal("HTTP/1.1 200 OK");
    }

    private async Task ShouldGoOnAsync(HostProcess server, TokenAnswer signedIn)
    {
        var retried = await server.Http.RefreshAsync(Client, signedIn.RefreshToken);
        retried.IsGranted.Should().BeTrue("it is a retry, but was answered with {0}", retried);
        (await servers.GenerationAsync(signedIn.Session)).Should().Be(1, "a retry does not rotate");

        var next = await server.Http.RefreshAsync(Client, retried.RefreshToken);
        next.IsGranted.Should().BeTrue("the retry gave the session's current token, but it was answered with {0}", next);
    }
}
