using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Processes;

/// <summary>One refresh token presented by many at once, to two nodes that know of each other only through the database.</summary>
[Collection<OnTwoServers>]
public sealed class ParallelPresentationTests(TwoServers servers)
{
    private const int Presenters = 64;
    private const int Rounds = 100;

    [Fact]
    public async Task Every_presenter_gets_the_same_successor_and_the_session_moves_one_generation()
    {
        var signedIn = await servers.First.Http.SignInAsync(TestClient.Public);
        var current = signedIn.RefreshToken;
        var seen = new HashSet<string> { current };

        for (var round = 1; round <= Rounds; round++)
        {
            var answers = await PresentAsync(TestClient.Public, current);

            answers.Should().OnlyContain(answer => answer.IsGranted, "round {0} is within the retry window", round);
            current = answers.Select(answer => answer.RefreshToken).Distinct().Should().ContainSingle("in round {0} there is one successor", round).Subject;
            seen.Add(current).Should().BeTrue("the successor of round {0} is new", round);
            (await servers.GenerationAsync(signedIn.Session)).Should().Be(round);
        }
    }

    [Fact]
    public async Task Without_a_retry_window_exactly_one_presenter_is_answered_and_never_do_two_tokens_live()
    {
        for (var round = 1; round <= Rounds; round++)
        {
            var signedIn = await servers.Node(round).Http.SignInAsync(TestClient.Strict);

            var answers = await PresentAsync(TestClient.Strict, signedIn.RefreshToken);

            var successor = answers.Where(answer => answer.IsGranted).Should().ContainSingle("round {0}", round).Subject.RefreshToken;
            answers.Where(answer => !answer.IsGranted).Should().OnlyContain(answer => answer.Error == "invalid_grant", "round {0}", round);
            (await servers.GenerationAsync(signedIn.Session)).Should().Be(1, "round {0}", round);

            // The others presented a token that had been used: to the server that is theft, and it ends what the one was given.
            (await LiveAsync([signedIn.RefreshToken, successor])).Should().BeEmpty("round {0}", round);
        }
    }

    [Fact]
    public async Task Without_a_retry_window_a_token_that_is_presented_once_lives_on_in_its_successor_alone()
    {
        var first = (await servers.First.Http.SignInAsync(TestClient.Strict)).RefreshToken;

        var second = (await servers.Second.Http.RefreshAsync(TestClient.Strict, first)).RefreshToken;

        (await LiveAsync([first, second])).Should().Equal(second);
        (await servers.First.Http.RefreshAsync(TestClient.Strict, second)).IsGranted.Should().BeTrue();
    }

    private Task<TokenAnswer[]> PresentAsync(TestClient client, string token) =>
        Task.WhenAll(Enumerable.Range(0, Presenters).Select(turn => servers.Node(turn).Http.RefreshAsync(client, token)));

    private async Task<List<string>> LiveAsync(IEnumerable<string> tokens)
    {
        var live = new List<string>();
        foreach (var token in tokens)
        {
            if (await servers.First.Http.IntrospectsAsActiveAsync(TestClient.Strict, token))
            {
                live.Add(token);
            }
        }

        return live;
    }
}
