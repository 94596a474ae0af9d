using System.Net;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Processes;

/// <summary>A revocation among refreshes that are under way: once it has answered, nothing that came out of the race is worth anything.</summary>
[Collection<OnTwoServers>]
public sealed class RevocationRaceTests(TwoServers servers)
{
    private const int Rounds = 100;
    private const int Refreshes = 16;

    private static readonly TestClient Client = TestClient.Confidential;

    [Fact]
    public async Task Nothing_that_came_out_of_a_race_with_a_revocation_is_usable_after_it()
    {
        var refreshedFirst = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var signedIn = await servers.Node(round).Http.SignInAsync(Client);

            var granted = await RaceAsync(signedIn, round);

            refreshedFirst += granted.Count > 0 ? 1 : 0;
            await ShouldBeWorthlessAsync([signedIn, .. granted], round);
        }

        refreshedFirst.Should().BeGreaterThan(0, "in some rounds a refresh is to come before the revocation, or there was no race");
    }

    /// <summary>What the refreshes were granted; the revocation has answered, and so have they.</summary>
    private async Task<List<TokenAnswer>> RaceAsync(TokenAnswer signedIn, int round)
    {
        // The revocation enters at another place of the queue each round.
        var place = round % (Refreshes + 1);
        var refreshes = Enumerable.Range(0, place).Select(turn => RefreshAsync(turn, signedIn)).ToList();
        var revocation = servers.Node(round / 2).Http.RevokeAsync(Client, signedIn.RefreshToken);
        refreshes.AddRange(Enumerable.Range(place, Refreshes - place).Select(turn => RefreshAsync(turn, signedIn)));

        (await revocation).Should().Be(HttpStatusCode.OK);
        var answers = (await Task.WhenAll(refreshes)).SelectMany(chain => chain).ToList();
        answers.Should().OnlyContain(answer => answer.IsGranted || answer.Error == "invalid_grant", "round {0}", round);
        return [.. answers.Where(answer => answer.IsGranted)];
    }

    /// <summary>A refresh, and when it is granted another with the successor, as a client that goes on would.</summary>
    private async Task<IReadOnlyList<TokenAnswer>> RefreshAsync(int turn, TokenAnswer signedIn)
    {
        var first = await servers.Node(turn).Http.RefreshAsync(Client, signedIn.RefreshToken);
        return first.IsGranted && turn == 0 ? [first, await servers.Node(turn + 1).Http.RefreshAsync(Client, first.RefreshToken)] : [first];
    }

    private async Task ShouldBeWorthlessAsync(IReadOnlyList<TokenAnswer> granted, int round)
    {
        var refreshTokens = granted.Select(answer => answer.RefreshToken).Distinct().ToList();
        foreach (var token in refreshTokens.Concat(granted.Select(answer => answer.AccessToken)))
        {
            (await servers.Node(round).Http.IntrospectsAsActiveAsync(Client, token)).Should().BeFalse("in round {0} its session was revoked", round);
        }

        foreach (var (turn, token) in refreshTokens.Index())
        {
            var answer = await servers.Node(turn).Http.RefreshAsync(Client, token);
            answer.Error.Should().Be("invalid_grant", "in round {0} its session was revoked", round);
        }
    }
}
