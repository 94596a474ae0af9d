using System.Text;
using AuthServer.Protocol.Jose;
using FluentAssertions;
using Xunit;

namespace AuthServer.Protocol.Tests.Jose;

public sealed class JwtProofTests
{
    [Theory]
    [MemberData(nameof(TestKeys.Algorithms), MemberType = typeof(TestKeys))]
    public void A_proof_is_verified_under_the_key_it_carries(string algorithm)
    {
        var key = TestKeys.Of(algorithm);

        var result = JwtReader.ReadProof(JwtWriter.SignProof(key, "dpop+jwt", """{"jti":"1"}"""u8), "dpop+jwt", out var carried);

        result.Should().BeOfType<JwtResult.Verified>().Which.Claims.JwtId.Should().Be("1");
        carried!.Thumbprint().Should().Be(key.PublicKey.Thumbprint());
    }

    [Fact]
    public void The_header_of_a_proof_carries_the_bare_key_and_no_key_id()
    {
        var key = TestKeys.Of("ES256");

        var header = JwtWriter.SignProof(key, "dpop+jwt", "{}"u8).Split('.')[0];

        var jwk = $$"""{"kty":"EC","crv":"P-256","x":"{{key.PublicKey.X}}","y":"{{key.PublicKey.Y}}"}""";
        header.Should().Be(RawJws.Encode($$"""{"alg":"ES256","typ":"dpop+jwt","jwk":{{jwk}}}"""));
    }

    [Fact]
    public void A_proof_without_a_key_is_refused() =>
        Refusal(JwtWriter.Sign(TestKeys.Of("ES256"), "dpop+jwt", "{}"u8)).Should().Be(JwtRefusal.UnknownKey);

    [Theory]
    [InlineData("\"d\":\"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE\"")]
    [InlineData("\"k\":\"AAAA\"")]
    [InlineData("\"use\":\"enc\"")]
    [InlineData("\"alg\":\"ES384\"")]
    public void A_proof_with_a_key_that_must_not_be_used_is_refused(string member)
    {
        var key = TestKeys.Of("ES256");
        var jwk = $$"""{"kty":"EC","crv":"P-256","x":"{{key.PublicKey.X}}","y":"{{key.PublicKey.Y}}",{{member}}}""";

        Refusal(RawJws.Sign(key, $$"""{"alg":"ES256","typ":"dpop+jwt","jwk":{{jwk}}}""")).Should().Be(JwtRefusal.UnknownKey);
    }

    [Fact]
    public void A_proof_that_also_points_to_a_key_elsewhere_is_refused()
    {
        var key = TestKeys.Of("ES256");
        var jwk = $$"""{"kty":"EC","crv":"P-256","x":"{{key.PublicKey.X}}","y":"{{key.PublicKey.Y}}"}""";

        Refusal(RawJws.Sign(key, $$"""{"alg":"ES256","typ":"dpop+jwt","jwk":{{jwk}},"jku":"https://attacker.example"}"""))
            .Should().Be(JwtRefusal.EmbeddedKey);
    }

    [Fact]
    public void A_proof_with_another_key_than_it_was_signed_with_is_refused()
    {
        var header = JwtWriter.SignProof(TestKeys.Of("ES256"), "dpop+jwt", "{}"u8).Split('.')[0];
        using var attacker = SigningKey.Generate(JwsAlgorithm.ES256);

        var result = JwtReader.ReadProof(RawJws.SignSegments(attacker, header, "e30"), "dpop+jwt", out var key);

        result.Should().Be(new JwtResult.Refused(JwtRefusal.BadSignature));
        key.Should().BeNull("only a verified proof yields its key");
    }

    [Fact]
    public void A_proof_of_another_kind_is_refused() =>
        Refusal(JwtWriter.SignProof(TestKeys.Of("ES256"), "at+jwt", "{}"u8)).Should().Be(JwtRefusal.WrongType);

    [Fact]
    public void An_unsigned_proof_is_refused()
    {
        var jwk = Encoding.UTF8.GetString(new JsonWebKeySet([TestKeys.Of("ES256").PublicKey]).ToUtf8Json())["""{"keys":[""".Length..^2];

        Refusal($"{RawJws.Encode($$"""{"alg":"none","typ":"dpop+jwt","jwk":{{jwk}}}""")}.e30.").Should().Be(JwtRefusal.WrongAlgorithm);
    }

    private static JwtRefusal Refusal(string proof) =>
        JwtReader.ReadProof(proof, "dpop+jwt", out _).Should().BeOfType<JwtResult.Refused>().Subject.Reason;
}
