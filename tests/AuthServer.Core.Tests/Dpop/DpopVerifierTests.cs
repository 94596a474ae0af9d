using System.Text.Json;
using System.Text.Json.Nodes;
using AuthServer.Core.Dpop;
using AuthServer.Core.Results;
using AuthServer.Protocol.Dpop;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.OAuth;
using AuthServer.Testing;
using FluentAssertions;
using Xunit;

namespace AuthServer.Core.Tests.Dpop;

public sealed class DpopVerifierTests : IDisposable
{
    private static readonly Uri Endpoint = new("https://auth.example/connect/token");

    private readonly Engine _engine = new();
    private readonly SigningKey _key = SigningKey.Generate(JwsAlgorithm.ES256);

    [Fact]
    [Spec("RFC 9449", "4.3")]
    public async Task A_good_proof_names_its_key() => (await ProvenAsync(Proof())).Thumbprint.Should().Be(_key.PublicKey.Thumbprint());

    [Fact]
    [Spec("RFC 9449", "8")]
    public async Task Without_a_nonce_the_refusal_brings_one()
    {
        var refusal = await RefusedAsync(Proof(("nonce", null)));

        refusal.Code.Should().Be(ErrorCodes.UseDpopNonce);
        await ProvenAsync(Proof(("nonce", refusal.DpopNonce)));
    }

    [Fact]
    [Spec("RFC 9449", "8")]
    public async Task A_nonce_that_is_not_ours_or_has_expired_is_answered_by_a_fresh_one()
    {
        var old = Nonces.Current();
        _engine.Clock.Advance(2 * DpopNonces.Slice);

        foreach (var nonce in new[] { old, "someone-else-s" })
        {
            var refusal = await RefusedAsync(Proof(("nonce", nonce)));
            refusal.Code.Should().Be(ErrorCodes.UseDpopNonce);
            refusal.DpopNonce.Should().Be(Nonces.Current());
        }
    }

    [Fact]
    [Spec("RFC 9449", "11.1")]
    public async Task A_proof_is_taken_once()
    {
        var proof = Proof();
        await ProvenAsync(proof);

        (await RefusedAsync(proof)).Code.Should().Be(ErrorCodes.InvalidDpopProof);
        (await RefusedAsync(Proof(("htm", "POST")))).Code.Should().Be(ErrorCodes.InvalidDpopProof, "the jti is that of the first");
        await ProvenAsync(Proof(("jti", "another")));
    }

    [Fact]
    public async Task A_proof_stays_known_for_as_long_as_it_could_be_taken()
    {
        var issuedAt = _engine.Clock.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds();
        await ProvenAsync(Proof(("iat", issuedAt)));

        // At the last second of its window, with a nonce of that time: only the memory refuses it.
        _engine.Clock.Advance(TimeSpan.FromMinutes(10));
        (await RefusedAsync(Proof(("iat", issuedAt)))).Detail.Should().Be("the proof has been used");
        await ProvenAsync(Proof(("iat", issuedAt), ("jti", "another")));
        _engine.Clock.Advance(TimeSpan.FromSeconds(1));
        (await RefusedAsync(Proof(("iat", issuedAt), ("jti", "a third")))).Detail.Should().Be(nameof(DpopRefusal.TooOld));
    }

    [Fact]
    public async Task A_proof_that_asks_for_a_nonce_is_not_used_up()
    {
        await RefusedAsync(Proof(("nonce", null)));

        await ProvenAsync(Proof());
    }

    [Theory]
    [InlineData("htm", "GET")]
    [InlineData("htu", "https://auth.example/connect/introspect")]
    [InlineData("jti", "")]
    public async Task A_proof_that_is_not_for_this_request_is_invalid(string claim, string value)
    {
        var refusal = await RefusedAsync(Proof((claim, value)));

        refusal.Code.Should().Be(ErrorCodes.InvalidDpopProof);
        refusal.DpopNonce.Should().BeNull();
    }

    [Fact]
    public async Task With_an_access_token_its_hash_is_required()
    {
        (await RefusedAsync(Proof(), "a.b.c")).Code.Should().Be(ErrorCodes.InvalidDpopProof);

        (await VerifyAsync(Proof(("ath", DpopProof.AccessTokenHash("a.b.c"))), "a.b.c")).TryGet(out _, out var error).Should().BeTrue(error?.Detail);
    }

    [Fact]
    public void A_request_does_not_show_what_it_carries() =>
        new DpopRequest("the-proof", "POST", Endpoint, "the-token").ToString().Should().NotContain("the-proof").And.NotContain("the-token");

    public void Dispose()
    {
        _engine.Dispose();
        _key.Dispose();
    }

    private DpopNonces Nonces => _engine.Get<DpopNonces>();

    private string Proof(params (string Claim, JsonNode? Value)[] changes)
    {
        var claims = new JsonObject
        {
            ["jti"] = "a-proof",
            ["htm"] = "POST",
            ["htu"] = Endpoint.AbsoluteUri,
            ["iat"] = _engine.Clock.GetUtcNow().ToUnixTimeSeconds(),
            ["nonce"] = Nonces.Current(),
        };
        foreach (var (claim, value) in changes)
        {
            claims[claim] = value;
        }

        return JwtWriter.SignProof(_key, DpopNames.ProofType, JsonSerializer.SerializeToUtf8Bytes(claims));
    }

    private Task<Result<ProvenKey>> VerifyAsync(string proof, string? accessToken = null) =>
        _engine.Get<DpopVerifier>().VerifyAsync(new DpopRequest(proof, "POST", Endpoint, accessToken), CancellationToken.None);

    private async Task<ProvenKey> ProvenAsync(string proof)
    {
        (await VerifyAsync(proof)).TryGet(out var key, out var error).Should().BeTrue(error?.ToString());
        return key!;
    }

    private async Task<OAuthError> RefusedAsync(string proof, string? accessToken = null)
    {
        (await VerifyAsync(proof, accessToken)).TryGet(out _, out var error).Should().BeFalse();
        return error!;
    }
}
