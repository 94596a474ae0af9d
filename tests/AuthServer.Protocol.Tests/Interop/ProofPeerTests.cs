using System.Text.Json.Nodes;
using AuthServer.Protocol.Dpop;
using AuthServer.Protocol.Tests.Dpop;
using AuthServer.Protocol.Tests.Jose;
using FluentAssertions;
using Xunit;

namespace AuthServer.Protocol.Tests.Interop;

/// <summary>Proofs of possession between this implementation and another.</summary>
public sealed class ProofPeerTests
{
    [Theory]
    [MemberData(nameof(TestKeys.Algorithms), MemberType = typeof(TestKeys))]
    public async Task A_proof_made_there_is_taken_here(string algorithm)
    {
        var answer = await Peer.Jose.AskAsync(
            new JsonObject
            {
                ["do"] = "prove",
                ["alg"] = algorithm,
                ["claims"] = new JsonObject
                {
                    ["jti"] = "from-jose",
                    ["htm"] = "POST",
                    ["htu"] = "https://auth.example/connect/token",
                    ["iat"] = ProofBuilder.Now.ToUnixTimeSeconds(),
                    ["ath"] = DpopProof.AccessTokenHash("a.b.c"),
                    ["nonce"] = "n-1",
                },
            },
            TestContext.Current.CancellationToken);

        DpopProof.Read(answer["proof"]!.GetValue<string>(), ProofBuilder.Request with { AccessToken = "a.b.c" }, ProofBuilder.Now)
            .Should().Be(new DpopResult.Verified(answer["thumbprint"]!.GetValue<string>(), "from-jose", ProofBuilder.Now, "n-1"));
    }

    [Theory]
    [MemberData(nameof(TestKeys.Algorithms), MemberType = typeof(TestKeys))]
    public async Task A_proof_made_here_is_taken_there(string algorithm)
    {
        var key = TestKeys.Of(algorithm);
        var answer = await Peer.Jose.AskAsync(
            new JsonObject { ["do"] = "check", ["alg"] = algorithm, ["proof"] = new ProofBuilder(key).Sign() }, TestContext.Current.CancellationToken);

        answer["claims"]!["htu"]!.GetValue<string>().Should().Be("https://auth.example/connect/token");
        answer["thumbprint"]!.GetValue<string>().Should().Be(key.PublicKey.Thumbprint());
    }
}
