using System.Buffers.Text;
using System.Security.Cryptography;
using AuthServer.Protocol.Jose;
using AuthServer.Testing;
using FluentAssertions;
using Xunit;

namespace AuthServer.Protocol.Tests.Jose;

public sealed class VerificationKeyTests
{
    private static readonly JsonWebKey P256 = TestKeys.Of("ES256").PublicKey;
    private static readonly JsonWebKey P384 = TestKeys.Of("ES384").PublicKey;
    private static readonly JsonWebKey Rsa = TestKeys.Of("RS256").PublicKey;

    [Theory]
    [MemberData(nameof(TestKeys.Algorithms), MemberType = typeof(TestKeys))]
    [Spec("RFC 8725", "3.1")]
    public void The_algorithm_is_the_one_the_key_names(string algorithm) =>
        AlgorithmOf(TestKeys.Of(algorithm).PublicKey).Should().Be(algorithm);

    [Fact]
    public void A_key_that_names_no_algorithm_has_the_one_of_its_type_and_curve()
    {
        AlgorithmOf(P256 with { Alg = null, Use = null }).Should().Be("ES256");
        AlgorithmOf(P384 with { Alg = null }).Should().Be("ES384");
        AlgorithmOf(Rsa with { Alg = null }).Should().Be("RS256");
    }

    [Theory]
    [InlineData("ES384")]
    [InlineData("RS256")]
    [InlineData("HS256")]
    [InlineData("none")]
    [InlineData("ECDH-ES")]
    [InlineData("")]
    [Spec("RFC 8725", "3.1")]
    public void An_algorithm_that_does_not_fit_the_key_is_refused(string algorithm) => ShouldBeRefused(P256 with { Alg = algorithm });

    [Theory]
    [InlineData("RS512")]
    [InlineData("HS256")]
    [InlineData("RSA-OAEP")]
    [InlineData("ES256")]
    public void An_algorithm_that_RSA_keys_are_not_taken_for_is_refused(string algorithm) => ShouldBeRefused(Rsa with { Alg = algorithm });

    [Theory]
    [InlineData("enc")]
    [InlineData("SIG")]
    [InlineData("")]
    [Spec("RFC 7517", "4.2")]
    public void A_key_for_another_use_is_refused(string use) => ShouldBeRefused(P256 with { Use = use });

    [Fact]
    [Spec("RFC 8725", "3.4")]
    public void A_point_of_another_curve_is_refused()
    {
        ShouldBeRefused(P256 with { Crv = "P-384", Alg = null });
        ShouldBeRefused(P384 with { Crv = "P-256", Alg = null });
    }

    [Theory]
    [InlineData("P-521")]
    [InlineData("secp256k1")]
    [InlineData("p-256")]
    [InlineData(null)]
    public void A_curve_that_is_not_ours_is_refused(string? curve) => ShouldBeRefused(P256 with { Crv = curve, Alg = null });

    [Fact]
    [Spec("RFC 8725", "3.4")]
    public void A_point_that_is_not_on_its_curve_is_refused()
    {
        ShouldBeRefused(P256 with { X = P256.Y, Y = P256.X });
        ShouldBeRefused(P256 with { X = Zeros(32), Y = Zeros(32) });
        ShouldBeRefused(P384 with { Y = Zeros(48) });
    }

    [Fact]
    public void A_coordinate_of_the_wrong_length_is_refused()
    {
        ShouldBeRefused(P256 with { X = Base64Url.EncodeToString([0, .. Base64Url.DecodeFromChars(P256.X)]) });
        ShouldBeRefused(P256 with { Y = Base64Url.EncodeToString(Base64Url.DecodeFromChars(P256.Y).AsSpan(1)) });
        ShouldBeRefused(P256 with { Y = null });
        ShouldBeRefused(P256 with { X = P256.X + "=" });
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(2040)]
    [Spec("RFC 8725", "3.5")]
    public void An_RSA_key_under_2048_bits_is_refused(int bits)
    {
        using var small = RSA.Create(bits);

        ShouldBeRefused(Rsa with { N = Base64Url.EncodeToString(small.ExportParameters(false).Modulus) });
    }

    [Fact]
    public void A_modulus_of_256_octets_but_fewer_bits_is_refused()
    {
        var modulus = Base64Url.DecodeFromChars(Rsa.N);
        modulus[0] = 0x7F;

        ShouldBeRefused(Rsa with { N = Base64Url.EncodeToString(modulus) });
    }

    [Fact]
    public void A_modulus_so_large_that_checking_a_signature_is_an_attack_is_refused()
    {
        var modulus = new byte[2048];
        modulus.AsSpan().Fill(0xFF);

        ShouldBeRefused(Rsa with { N = Base64Url.EncodeToString(modulus) });
    }

    [Theory]
    [InlineData(new byte[] { 1 })]
    [InlineData(new byte[] { 2 })]
    [InlineData(new byte[] { 0, 1, 0, 1 })]
    [InlineData(new byte[] { 1, 0, 0, 0, 1 })]
    public void An_exponent_that_makes_no_good_key_is_refused(byte[] exponent) => ShouldBeRefused(Rsa with { E = Base64Url.EncodeToString(exponent) });

    [Fact]
    public void A_modulus_with_a_leading_zero_or_an_even_one_is_refused()
    {
        var modulus = Base64Url.DecodeFromChars(Rsa.N);

        ShouldBeRefused(Rsa with { N = Base64Url.EncodeToString([0, .. modulus]) });
        modulus[^1] &= 0xFE;
        ShouldBeRefused(Rsa with { N = Base64Url.EncodeToString(modulus) });
    }

    [Fact]
    public void A_set_finds_keys_by_id_and_leaves_out_what_cannot_verify()
    {
        using var keys = new VerificationKeySet(new JsonWebKeySet([P256 with { Use = "enc" }, P384, Rsa with { Kid = P384.Kid }, Rsa]));

        keys.Keys.Should().HaveCount(3);
        keys.Find(P384.Kid)!.Algorithm.Should().Be(JwsAlgorithm.ES384, "the first of two keys with one id counts");
        keys.Find(Rsa.Kid)!.Algorithm.Should().Be(JwsAlgorithm.RS256);
        keys.Find(P256.Kid).Should().BeNull();
        keys.Find(P384.Kid!.ToUpperInvariant()).Should().BeNull();
        keys.Find(null).Should().BeNull();
    }

    private static string Zeros(int length) => Base64Url.EncodeToString(new byte[length]);

    private static string AlgorithmOf(JsonWebKey publicKey)
    {
        VerificationKey.TryCreate(publicKey, out var key).Should().BeTrue();
        using (key)
        {
            return key!.Algorithm.Name;
        }
    }

    private static void ShouldBeRefused(JsonWebKey publicKey)
    {
        VerificationKey.TryCreate(publicKey, out var key).Should().BeFalse();
        key.Should().BeNull();
    }
}
