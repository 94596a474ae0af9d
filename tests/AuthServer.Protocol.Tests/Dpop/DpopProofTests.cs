using System.Text.Json.Nodes;
using AuthServer.Protocol.Dpop;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.Tests.Jose;
using AuthServer.Testing;
using FluentAssertions;
using Xunit;

namespace AuthServer.Protocol.Tests.Dpop;

/// <summary>The checks of RFC 9449 §4.3, one by one.</summary>
[Spec("RFC 9449", "4.3")]
public sealed class DpopProofTests
{
    [Theory]
    [MemberData(nameof(TestKeys.Algorithms), MemberType = typeof(TestKeys))]
    public void A_proof_names_its_key_and_itself(string algorithm)
    {
        var key = TestKeys.Of(algorithm);

        new ProofBuilder(key).With("nonce", "n-1").Read()
            .Should().Be(new DpopResult.Verified(key.PublicKey.Thumbprint(), "a-proof", ProofBuilder.Now, "n-1"));
    }

    [Fact]
    public void The_example_of_the_rfc_is_good()
    {
        // RFC 9449 §5, figure 5.
        const string proof =
            "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5Ijoi"
            + "OVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI"
            + "6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FN"
            + "yJK70nfbV37xRZT3Lg";
        var at = DateTimeOffset.FromUnixTimeSeconds(1562262616);

        // §6.1: the thumbprint of that key, in the example of "cnf".
        DpopProof.Read(proof, new DpopConditions("POST", new Uri("https://server.example.com/token")), at)
            .Should().Be(new DpopResult.Verified("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I", "-BwC3ESc6acc2lTc", at, Nonce: null));
    }

    [Theory]
    [InlineData("jti")]
    [InlineData("htm")]
    [InlineData("htu")]
    [InlineData("iat")]
    public void A_claim_that_proofs_must_have_is_required(string claim) =>
        Refusal(new ProofBuilder().Without(claim)).Should().Be(DpopRefusal.MissingClaim);

    [Theory]
    [InlineData("jti")]
    [InlineData("htm")]
    [InlineData("htu")]
    public void An_empty_claim_is_a_missing_one(string claim) =>
        Refusal(new ProofBuilder().With(claim, "")).Should().Be(DpopRefusal.MissingClaim);

    [Theory]
    [InlineData("htm")]
    [InlineData("htu")]
    public void A_claim_of_another_type_is_a_missing_one(string claim) =>
        Refusal(new ProofBuilder().With(claim, new JsonArray("POST"))).Should().Be(DpopRefusal.MissingClaim);

    [Theory]
    [InlineData("GET")]
    [InlineData("post")]
    public void Another_method_is_refused(string method) => Refusal(new ProofBuilder().With("htm", method)).Should().Be(DpopRefusal.WrongMethod);

    [Fact]
    public void Another_uri_is_refused() =>
        Refusal(new ProofBuilder().With("htu", "https://auth.example/connect/introspect")).Should().Be(DpopRefusal.WrongUri);

    [Fact]
    public void The_age_is_judged_to_the_second()
    {
        var now = ProofBuilder.Now.ToUnixTimeSeconds();

        new ProofBuilder().With("iat", now - 60).Read().Should().BeOfType<DpopResult.Verified>();
        Refusal(new ProofBuilder().With("iat", now - 61)).Should().Be(DpopRefusal.TooOld);
        new ProofBuilder().With("iat", now + 30).Read().Should().BeOfType<DpopResult.Verified>();
        Refusal(new ProofBuilder().With("iat", now + 31)).Should().Be(DpopRefusal.InFuture);
        Refusal(new ProofBuilder().With("iat", 253_402_300_799)).Should().Be(DpopRefusal.InFuture);
        Refusal(new ProofBuilder().With("iat", "now")).Should().Be(DpopRefusal.Malformed);
    }

    [Fact]
    public void With_an_access_token_the_proof_must_name_its_hash()
    {
        var request = ProofBuilder.Request with { AccessToken = "a.b.c" };

        new ProofBuilder().With("ath", DpopProof.AccessTokenHash("a.b.c")).Read(request).Should().BeOfType<DpopResult.Verified>();
        Refusal(new ProofBuilder().With("ath", DpopProof.AccessTokenHash("a.b.d")), request).Should().Be(DpopRefusal.WrongAccessToken);
        Refusal(new ProofBuilder().With("ath", DpopProof.AccessTokenHash("a.b.c") + "="), request).Should().Be(DpopRefusal.WrongAccessToken);
        Refusal(new ProofBuilder(), request).Should().Be(DpopRefusal.WrongAccessToken);
    }

    [Fact]
    public void The_hash_of_an_access_token_is_that_of_the_rfc() =>
        // RFC 9449 §7.1, figures 12 and 13.
        DpopProof.AccessTokenHash("Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU").Should().Be("fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo");

    [Fact]
    public void Another_kind_of_token_is_no_proof() =>
        RefusalOf(new ProofBuilder().Sign("at+jwt")).Should().Be(DpopRefusal.WrongType);

    [Theory]
    [InlineData("none")]
    [InlineData("HS256")]
    [InlineData("EdDSA")]
    [InlineData("RS256")]
    public void Another_algorithm_is_refused(string algorithm) =>
        RefusalOf(new ProofBuilder().SignUnder(Header(algorithm))).Should().BeOneOf(DpopRefusal.WrongAlgorithm, DpopRefusal.BadKey);

    [Fact]
    public void The_private_key_in_the_header_is_refused() =>
        RefusalOf(new ProofBuilder().SignUnder(Header("ES256", ",\"d\":\"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE\""))).Should().Be(DpopRefusal.BadKey);

    [Fact]
    public void A_proof_without_its_key_is_refused() =>
        RefusalOf(new ProofBuilder().SignUnder("""{"alg":"ES256","typ":"dpop+jwt"}""")).Should().Be(DpopRefusal.BadKey);

    [Fact]
    public void A_proof_that_another_key_signed_is_refused()
    {
        using var other = SigningKey.Generate(JwsAlgorithm.ES256);

        RefusalOf(new ProofBuilder(other).SignUnder(Header("ES256"))).Should().Be(DpopRefusal.BadSignature);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("a.b.c")]
    public void What_is_no_jwt_is_malformed(string proof) => RefusalOf(proof).Should().Be(DpopRefusal.Malformed);

    [Fact]
    public void Two_proofs_in_one_header_are_malformed() =>
        RefusalOf($"{new ProofBuilder().Sign()}, {new ProofBuilder().Sign()}").Should().Be(DpopRefusal.Malformed);

    [Fact]
    public void A_proof_is_remembered_by_its_key_and_id_together()
    {
        var first = new DpopResult.Verified("key-1", "id-1", ProofBuilder.Now, Nonce: null);

        first.ReplayHash().Should().HaveCount(32).And.Equal((first with { Nonce = "n", IssuedAt = ProofBuilder.Now.AddSeconds(1) }).ReplayHash());
        first.ReplayHash().Should().NotEqual((first with { JwtId = "id-2" }).ReplayHash());
        first.ReplayHash().Should().NotEqual((first with { Thumbprint = "key-2" }).ReplayHash());
    }

    [Fact]
    public void Conditions_do_not_show_the_access_token() =>
        (ProofBuilder.Request with { AccessToken = "secret" }).ToString().Should().NotContain("secret");

    private static string Header(string algorithm, string more = "")
    {
        var key = TestKeys.Of("ES256").PublicKey;
        var jwk = $$"""{"kty":"EC","crv":"P-256","x":"{{key.X}}","y":"{{key.Y}}"{{more}}}""";
        return $$"""{"alg":"{{algorithm}}","typ":"dpop+jwt","jwk":{{jwk}}}""";
    }

    private static DpopRefusal Refusal(ProofBuilder proof, DpopConditions? conditions = null) =>
        proof.Read(conditions).Should().BeOfType<DpopResult.Refused>().Subject.Reason;

    private static DpopRefusal RefusalOf(string proof) =>
        DpopProof.Read(proof, ProofBuilder.Request, ProofBuilder.Now).Should().BeOfType<DpopResult.Refused>().Subject.Reason;
}
