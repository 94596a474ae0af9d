using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.Tests.Jose;
using FluentAssertions;
using Xunit;

namespace AuthServer.Protocol.Tests.Interop;

public sealed class PeerTests
{
    private const string Typ = "at+jwt";
    private const string Claims = """{"iss":"https://issuer.example","sub":"Zoë 🔑","aud":["a","b"],"exp":4102444800,"cnf":{"jkt":"x"}}""";

    public static TheoryData<string, string> PeersAndAlgorithms => new(
        from peer in new[] { Peer.Jose, Peer.Jwcrypto }
        from algorithm in JwsAlgorithm.All
        select (peer.Name, algorithm.Name));

    [Theory]
    [MemberData(nameof(PeersAndAlgorithms))]
    public async Task A_token_signed_here_is_verified_there(string peer, string algorithm)
    {
        var key = TestKeys.Of(algorithm);
        var answer = await Peer.Find(peer).AskAsync(
            new JsonObject
            {
                ["do"] = "verify",
                ["alg"] = algorithm,
                ["typ"] = Typ,
                ["token"] = JwtWriter.Sign(key, Typ, Encoding.UTF8.GetBytes(Claims)),
                ["jwks"] = JsonNode.Parse(new JsonWebKeySet([key.PublicKey]).ToUtf8Json()),
            },
            TestContext.Current.CancellationToken);

        JsonNode.DeepEquals(answer["claims"], JsonNode.Parse(Claims)).Should().BeTrue();
        JsonNode.DeepEquals(answer["header"], new JsonObject { ["alg"] = algorithm, ["typ"] = Typ, ["kid"] = key.KeyId }).Should().BeTrue();
        answer["thumbprint"]!.GetValue<string>().Should().Be(key.PublicKey.Thumbprint());
    }

    [Theory]
    [MemberData(nameof(PeersAndAlgorithms))]
    public async Task A_token_signed_there_is_verified_here(string peer, string algorithm)
    {
        var answer = await Peer.Find(peer).AskAsync(SignRequest(algorithm), TestContext.Current.CancellationToken);

        JsonWebKeySet.TryParse(Encoding.UTF8.GetBytes(answer["jwks"]!.ToJsonString()), out var set).Should().BeTrue();
        using var keys = new VerificationKeySet(set!);
        var claims = Verified(answer["token"]!.GetValue<string>(), keys);

        claims.Subject.Should().Be("Zoë 🔑");
        claims.Audiences.Should().Equal("a", "b");
        keys.Keys.Should().ContainSingle().Which.PublicKey.Thumbprint().Should().Be(answer["thumbprint"]!.GetValue<string>());
    }

    [Theory]
    [MemberData(nameof(PeersAndAlgorithms))]
    public async Task A_private_key_exported_here_signs_there(string peer, string algorithm)
    {
        var key = TestKeys.Of(algorithm);
        var request = SignRequest(algorithm);
        request["pkcs8"] = PemEncoding.WriteString("PRIVATE KEY", key.ExportPkcs8());

        var answer = await Peer.Find(peer).AskAsync(request, TestContext.Current.CancellationToken);

        using var keys = new VerificationKeySet(new JsonWebKeySet([key.PublicKey with { Kid = $"from-{peer}" }]));
        Verified(answer["token"]!.GetValue<string>(), keys).Issuer.Should().Be("https://issuer.example");
    }

    private static JsonObject SignRequest(string algorithm) =>
        new() { ["do"] = "sign", ["alg"] = algorithm, ["typ"] = Typ, ["claims"] = JsonNode.Parse(Claims) };

    private static JwtClaims Verified(string token, VerificationKeySet keys) =>
        JwtReader.Read(token, Typ, keys).Should().BeOfType<JwtResult.Verified>().Subject.Claims;
}
