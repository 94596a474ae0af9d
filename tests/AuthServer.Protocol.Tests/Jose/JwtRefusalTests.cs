using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AuthServer.Protocol.Jose;
using AuthServer.Testing;
using FluentAssertions;
using Xunit;

namespace AuthServer.Protocol.Tests.Jose;

/// <summary>The attacks that RFC 8725 §2 lists. Wherever a signature can be made at all, it is the genuine key's.</summary>
public sealed class JwtRefusalTests
{
    private static readonly SigningKey Key = TestKeys.Of("ES256");

    public static TheoryData<string> EveryCaseOfNone => [.. Enumerable.Range(0, 16).Select(bits =>
        string.Concat("none".Select((c, i) => (bits >> i & 1) == 1 ? char.ToUpperInvariant(c) : c)))];

    [Theory]
    [MemberData(nameof(EveryCaseOfNone))]
    [Spec("RFC 8725", "3.2")]
    public void An_unsigned_token_is_refused_in_every_spelling(string none)
    {
        var header = RawJws.Encode($$"""{"alg":"{{none}}","typ":"at+jwt","kid":"{{Key.KeyId}}"}""");
        var payload = RawJws.Encode(RawJws.GoodPayload);

        Refusal($"{header}.{payload}.").Should().Be(JwtRefusal.WrongAlgorithm);
        Refusal(RawJws.SignSegments(Key, header, payload)).Should().Be(JwtRefusal.WrongAlgorithm);
    }

    [Fact]
    public void A_genuine_token_without_its_signature_is_refused()
    {
        var token = JwtWriter.Sign(Key, "at+jwt", "{}"u8);

        Refusal(token[..(token.LastIndexOf('.') + 1)]).Should().Be(JwtRefusal.BadSignature);
    }

    [Theory]
    [InlineData("HS256")]
    [InlineData("HS384")]
    [InlineData("HS512")]
    [Spec("RFC 8725", "3.1")]
    public void A_public_key_is_no_shared_secret(string algorithm)
    {
        var rsa = TestKeys.Of("RS256");
        using var published = RSA.Create();
        published.ImportPkcs8PrivateKey(rsa.ExportPkcs8(), out _);
        byte[][] secrets =
        [
            published.ExportSubjectPublicKeyInfo(),
            Encoding.ASCII.GetBytes(published.ExportSubjectPublicKeyInfoPem()),
            Base64Url.DecodeFromChars(rsa.PublicKey.N),
        ];

        foreach (var secret in secrets)
        {
            var input = $"{RawJws.Encode($$"""{"alg":"{{algorithm}}","typ":"at+jwt","kid":"{{rsa.KeyId}}"}""")}.{RawJws.Encode("{}")}";
            var hash = new HashAlgorithmName(algorithm.Replace("HS", "SHA", StringComparison.Ordinal));
            var mac = CryptographicOperations.HmacData(hash, secret, Encoding.ASCII.GetBytes(input));

            Refusal($"{input}.{Base64Url.EncodeToString(mac)}", rsa).Should().Be(JwtRefusal.WrongAlgorithm);
        }
    }

    [Fact]
    [Spec("RFC 8725", "3.1")]
    public void The_algorithm_is_the_keys_and_not_the_tokens()
    {
        // A genuine PS256 signature by an RSA key that is published for RS256.
        var key = TestKeys.Of("RS256");
        using var other = SigningKey.ImportPkcs8(JwsAlgorithm.PS256, key.ExportPkcs8());

        Refusal(JwtWriter.Sign(other, "at+jwt", "{}"u8), key).Should().Be(JwtRefusal.WrongAlgorithm);
    }

    [Theory]
    [InlineData("ES512")]
    [InlineData("EdDSA")]
    [InlineData("es256")]
    [InlineData("ES256 ")]
    [InlineData("")]
    [Spec("RFC 8725", "3.1")]
    [Spec("RFC 8725", "3.2")]
    public void An_algorithm_that_is_not_ours_is_refused(string algorithm) =>
        Refusal(RawJws.Sign(Key, $$"""{"alg":"{{algorithm}}","typ":"at+jwt","kid":"{{Key.KeyId}}"}""")).Should().Be(JwtRefusal.WrongAlgorithm);

    [Theory]
    [InlineData(""" "crit":["exp"],"exp":1 """)]
    [InlineData(""" "crit":[] """)]
    [InlineData(""" "crit":["b64"],"b64":false """)]
    [InlineData(""" "b64":true """)]
    [Spec("RFC 7515", "4.1.11")]
    public void A_header_that_demands_an_extension_is_refused(string extension) =>
        Refusal(RawJws.Sign(Key, RawJws.Header(Key, "," + extension))).Should().Be(JwtRefusal.CriticalHeader);

    [Theory]
    [InlineData(""" "jku":"https://attacker.example/keys" """)]
    [InlineData(""" "x5u":"https://attacker.example/certificate" """)]
    [InlineData(""" "x5c":["MIIB"] """)]
    [InlineData(""" "jwk":{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"} """)]
    [InlineData(""" "jwk":null """)]
    [InlineData(""" "\u006awk":null """)]
    [Spec("RFC 8725", "3.10")]
    public void A_key_that_comes_with_the_token_is_refused(string key) =>
        Refusal(RawJws.Sign(Key, RawJws.Header(Key, "," + key))).Should().Be(JwtRefusal.EmbeddedKey);

    [Fact]
    [Spec("RFC 8725", "3.10")]
    public void A_token_signed_by_the_key_it_brings_is_refused()
    {
        using var attacker = SigningKey.Generate(JwsAlgorithm.ES256);

        Refusal(JwtWriter.SignProof(attacker, "at+jwt", "{}"u8)).Should().Be(JwtRefusal.EmbeddedKey);
    }

    [Theory]
    [InlineData("eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.a.b.c.d")]
    [InlineData("....")]
    public void An_encrypted_token_is_refused(string token) => Refusal(token).Should().Be(JwtRefusal.Encrypted);

    [Theory]
    [InlineData(""" "enc":"A256GCM" """)]
    [InlineData(""" "zip":"DEF" """)]
    public void A_signed_token_with_a_header_of_an_encrypted_one_is_refused(string members) =>
        Refusal(RawJws.Sign(Key, RawJws.Header(Key, "," + members))).Should().Be(JwtRefusal.Encrypted);

    [Theory]
    [InlineData(""" "alg":"ES256" """)]
    [InlineData(""" "kid":"other" """)]
    [InlineData(""" "x":1,"x":1 """)]
    [InlineData(""" "\u0061lg":"none" """)]
    [InlineData(""" "x":{"y":1,"y":2} """)]
    public void A_doubled_header_name_is_refused(string members) =>
        Refusal(RawJws.Sign(Key, RawJws.Header(Key, "," + members))).Should().Be(JwtRefusal.Malformed);

    [Theory]
    [InlineData("""{"iss":"a","iss":"a"}""")]
    [InlineData("""{"sub":"admin","\u0073ub":"user"}""")]
    [InlineData("""{"x":1,"y":2,"x":3}""")]
    [InlineData("""{"cnf":{"jkt":"a","jkt":"b"}}""")]
    [Spec("RFC 7519", "4")]
    public void A_doubled_claim_name_is_refused(string payload) =>
        Refusal(RawJws.Sign(Key, RawJws.Header(Key), payload)).Should().Be(JwtRefusal.Malformed);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("1")]
    [InlineData("{}{}")]
    [InlineData("{},")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{/**/}")]
    [InlineData("\uFEFF{}")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{'a':1}")]
    [Spec("RFC 7519", "7.2")]
    public void What_is_not_a_strict_JSON_object_is_refused(string json)
    {
        Refusal(RawJws.Sign(Key, json)).Should().Be(JwtRefusal.Malformed);
        Refusal(RawJws.Sign(Key, RawJws.Header(Key), json)).Should().Be(JwtRefusal.Malformed);
    }

    [Fact]
    public void Claims_nested_without_end_are_refused() =>
        Refusal(RawJws.Sign(Key, RawJws.Header(Key), $$"""{"a":{{new string('[', 1000)}}{{new string(']', 1000)}}}""")).Should().Be(JwtRefusal.Malformed);

    [Fact]
    [Spec("RFC 8725", "3.7")]
    public void Octets_that_are_not_UTF_8_are_refused()
    {
        var payload = Base64Url.EncodeToString([.. "{\"sub\":\""u8, 0xC3, 0x28, .. "\"}"u8]);

        Refusal(RawJws.SignSegments(Key, RawJws.Encode(RawJws.Header(Key)), payload)).Should().Be(JwtRefusal.Malformed);
    }

    [Theory]
    [InlineData("""{"typ":"at+jwt"}""")]
    [InlineData("""{"alg":null,"typ":"at+jwt"}""")]
    [InlineData("""{"alg":["ES256"],"typ":"at+jwt"}""")]
    [InlineData("""{"alg":"ES256","typ":1}""")]
    [InlineData("""{"alg":"ES256","typ":"at+jwt","kid":1}""")]
    public void A_header_with_members_of_the_wrong_type_is_refused(string header) =>
        Refusal(RawJws.Sign(Key, header)).Should().Be(JwtRefusal.Malformed);

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("..")]
    [InlineData("a.b")]
    [InlineData("e30.e30.e30")]
    [InlineData("a.b.c.d")]
    [InlineData("a.b.c.d.e.f")]
    [Spec("RFC 7519", "7.2")]
    public void What_does_not_have_three_good_parts_is_refused(string token) => Refusal(token).Should().Be(JwtRefusal.Malformed);

    [Fact]
    [Spec("RFC 8725", "3.8")]
    public void A_key_that_is_not_known_is_refused()
    {
        using var unknown = SigningKey.Generate(JwsAlgorithm.ES256);

        Refusal(JwtWriter.Sign(unknown, "at+jwt", "{}"u8)).Should().Be(JwtRefusal.UnknownKey);
    }

    [Fact]
    [Spec("RFC 8725", "3.8")]
    public void Another_key_under_the_same_id_is_refused()
    {
        using var attacker = SigningKey.Generate(JwsAlgorithm.ES256);

        Refusal(RawJws.Sign(attacker, RawJws.Header(Key))).Should().Be(JwtRefusal.BadSignature);
    }

    [Fact]
    [Spec("RFC 8725", "3.3")]
    public void No_claim_is_looked_at_before_the_signature_is_verified()
    {
        var token = RawJws.Sign(Key, RawJws.Header(Key), """{"exp":"soon"}""");
        var forged = token[..(token.LastIndexOf('.') + 1)] + new string('A', 86);

        Refusal(forged).Should().Be(JwtRefusal.BadSignature);
        Refusal(token).Should().Be(JwtRefusal.Malformed);
    }

    private static JwtRefusal Refusal(string token, SigningKey? key = null)
    {
        using var keys = TestKeys.Verifying(key ?? Key);
        return JwtReader.Read(token, "at+jwt", keys).Should().BeOfType<JwtResult.Refused>().Subject.Reason;
    }
}
