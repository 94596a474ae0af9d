using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuthServer.Protocol.Jose;
using AuthServer.Testing;
using AuthServer.Validation.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Validation.Tests;

/// <summary>RFC 9068 §4 and RFC 8725 §3: which tokens are accepted, and what each refusal says.</summary>
public sealed class TokenValidationTests(SharedApi shared) : IClassFixture<SharedApi>
{
    private const int Skew = 30;
    private readonly ApiHost api = shared.Host;

    [Fact]
    public async Task A_good_token_makes_the_caller()
    {
        var token = api.Token().With("roles", new JsonArray("editor", "admin")).With("acr", "1").With("amr", new JsonArray("pwd", "otp")).With("name", "Alice");
        var response = await api.GetAsync(token.Sign());

        response.ShouldBeAccepted();
        var me = JsonNode.Parse(await response.Content.ReadAsStringAsync());
        JsonNode.DeepEquals(me, JsonNode.Parse("""
            {"sub":"alice","clientId":"demo","scopes":["openid","api"],"roles":["editor","admin"],"name":"Alice","sid":"session-1","acr":"1","amr":["pwd","otp"]}
            """)).Should().BeTrue(me!.ToJsonString());
    }

    [Theory]
    [InlineData("at+jwt")]
    [InlineData("application/at+jwt")]
    [InlineData("AT+JWT")]
    public async Task The_type_of_an_access_token_may_be_spelt_as_media_types_may(string typ) =>
        (await api.GetAsync(api.Token().OfType(typ).Sign())).ShouldBeAccepted();

    [Fact]
    [Spec("RFC 9068", "2.1")]
    public async Task A_token_under_the_rsa_key_is_accepted_too() =>
        (await api.GetAsync(api.Token(api.Issuer.RsaKey).Sign())).ShouldBeAccepted();

    [Fact]
    public async Task The_audience_may_be_one_of_several() =>
        (await api.GetAsync(api.Token().With("aud", new JsonArray("other", "api")).Sign())).ShouldBeAccepted();

    [Theory]
    [InlineData("JWT")]
    [InlineData("dpop+jwt")]
    [InlineData("logout+jwt")]
    [InlineData("token-introspection+jwt")]
    [Spec("RFC 9068", "4")]
    [Spec("RFC 8725", "3.12")]
    [Spec("RFC 9701", "8.1")]
    public async Task Another_kind_of_token_is_refused(string typ) =>
        (await api.GetAsync(api.Token().OfType(typ).Sign())).ShouldBeRefused("The token is not an access token.");

    [Fact]
    [Spec("RFC 9068", "4")]
    public async Task An_unsigned_token_is_refused()
    {
        foreach (var none in new[] { "none", "None", "NONE" })
        {
            (await api.GetAsync(Compact(Header(none), ""))).ShouldBeRefused("The algorithm of the token is not accepted.");
        }
    }

    [Fact]
    [Spec("RFC 9068", "4")]
    public async Task A_public_key_is_no_shared_secret()
    {
        var published = new JsonWebKeySet([api.Issuer.RsaKey.PublicKey]).ToUtf8Json();
        using var rsa = RSA.Create(new RSAParameters
        {
            Modulus = Base64Url.DecodeFromChars(api.Issuer.RsaKey.PublicKey.N),
            Exponent = Base64Url.DecodeFromChars(api.Issuer.RsaKey.PublicKey.E),
        });
        byte[][] secrets = [published, rsa.ExportSubjectPublicKeyInfo(), rsa.ExportRSAPublicKey(), Encoding.ASCII.GetBytes(rsa.ExportSubjectPublicKeyInfoPem())];

        foreach (var secret in secrets)
        {
            var unsigned = Compact(Header("HS256", api.Issuer.RsaKey.KeyId), "");
            var mac = HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(unsigned[..^1]));
            (await api.GetAsync(unsigned + Base64Url.EncodeToString(mac))).ShouldBeRefused("The algorithm of the token is not accepted.");
        }
    }

    [Fact]
    [Spec("RFC 9068", "4")]
    public async Task A_token_cannot_choose_another_algorithm_for_a_key()
    {
        var parts = api.Token().Sign().Split('.');
        var header = Base64Url.EncodeToString(Encoding.ASCII.GetBytes(Header("RS256")));

        (await api.GetAsync($"{header}.{parts[1]}.{parts[2]}")).ShouldBeRefused("The algorithm of the token is not accepted.");
    }

    [Fact]
    [Spec("RFC 8725", "3.10")]
    public async Task A_token_cannot_bring_its_own_key()
    {
        using var own = SigningKey.Generate(JwsAlgorithm.ES256);
        var proof = JwtWriter.SignProof(own, "at+jwt", api.Token().Payload);

        (await api.GetAsync(proof)).ShouldBeRefused("The token is malformed.");
    }

    [Fact]
    [Spec("RFC 9068", "4")]
    public async Task Changed_claims_break_the_signature()
    {
        var parts = api.Token().Sign().Split('.');
        var payload = Base64Url.EncodeToString(api.Token().With("sub", "mallory").Payload);

        (await api.GetAsync($"{parts[0]}.{payload}.{parts[2]}")).ShouldBeRefused("The signature of the token is invalid.");
    }

    [Fact]
    [Spec("RFC 9068", "4")]
    public async Task A_stranger_under_a_known_key_id_is_refused()
    {
        using var own = SigningKey.Generate(JwsAlgorithm.ES256);
        using var stranger = SigningKey.ImportPkcs8(JwsAlgorithm.ES256, own.ExportPkcs8(), api.Issuer.Key.KeyId);

        (await api.GetAsync(api.Token(stranger).Sign())).ShouldBeRefused("The signature of the token is invalid.");
    }

    [Fact]
    [Spec("RFC 9068", "4")]
    public async Task A_key_that_is_not_published_is_unknown()
    {
        using var stranger = SigningKey.Generate(JwsAlgorithm.ES256);

        (await api.GetAsync(api.Token(stranger).Sign())).ShouldBeRefused("The token was signed by an unknown key.");
    }

    [Fact]
    [Spec("RFC 9068", "4")]
    public async Task Another_issuer_is_refused()
    {
        (await api.GetAsync(api.Token().With("iss", "https://evil.example").Sign())).ShouldBeRefused("The token comes from another issuer.");
        (await api.GetAsync(api.Token().With("iss", api.Issuer.Url + "/").Sign())).ShouldBeRefused("The token comes from another issuer.");
        (await api.GetAsync(api.Token().Without("iss").Sign())).ShouldBeRefused("The token comes from another issuer.");
    }

    [Fact]
    [Spec("RFC 9068", "4")]
    public async Task Another_audience_is_refused()
    {
        (await api.GetAsync(api.Token().With("aud", "other").Sign())).ShouldBeRefused("The token is meant for another audience.");
        (await api.GetAsync(api.Token().With("aud", "API").Sign())).ShouldBeRefused("The token is meant for another audience.");
        (await api.GetAsync(api.Token().With("aud", new JsonArray()).Sign())).ShouldBeRefused("The token is meant for another audience.");
        (await api.GetAsync(api.Token().Without("aud").Sign())).ShouldBeRefused("The token is meant for another audience.");
    }

    [Theory]
    [InlineData("exp")]
    [InlineData("sub")]
    [InlineData("client_id")]
    [InlineData("iat")]
    [InlineData("jti")]
    [Spec("RFC 9068", "4")]
    public async Task A_claim_that_access_tokens_must_have_is_required(string claim) =>
        (await api.GetAsync(api.Token().Without(claim).Sign())).ShouldBeRefused("The token lacks a required claim.");

    [Theory]
    [InlineData("sub")]
    [InlineData("client_id")]
    [InlineData("jti")]
    public async Task An_empty_claim_is_a_missing_one(string claim) =>
        (await api.GetAsync(api.Token().With(claim, "").Sign())).ShouldBeRefused("The token lacks a required claim.");

    [Fact]
    [Spec("RFC 9068", "4")]
    public async Task Expiry_is_judged_to_the_second_with_the_skew()
    {
        var now = api.Time.GetUtcNow().ToUnixTimeSeconds();

        (await api.GetAsync(api.Token().With("exp", now - Skew + 1).Sign())).ShouldBeAccepted();
        (await api.GetAsync(api.Token().With("exp", now - Skew).Sign())).ShouldBeRefused("The token has expired.");
    }

    [Theory]
    [InlineData("nbf")]
    [InlineData("iat")]
    [Spec("RFC 9068", "4")]
    public async Task The_beginning_is_judged_to_the_second_with_the_skew(string claim)
    {
        var now = api.Time.GetUtcNow().ToUnixTimeSeconds();

        (await api.GetAsync(api.Token().With(claim, now + Skew).Sign())).ShouldBeAccepted();
        (await api.GetAsync(api.Token().With(claim, now + Skew + 1).Sign())).ShouldBeRefused("The token is not valid yet.");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("a.b.c.d.e")]
    [InlineData("..")]
    [Spec("RFC 9068", "4")]
    public async Task What_is_no_jwt_is_malformed(string token) =>
        (await api.GetAsync(token)).ShouldBeRefused("The token is malformed.");

    [Fact]
    [Spec("RFC 9068", "4")]
    public async Task A_token_without_end_is_refused() =>
        (await api.GetAsync(api.Token().With("pad", new string('x', JwtReader.LongestToken)).Sign())).ShouldBeRefused("The token is malformed.");

    [Fact]
    public async Task A_long_token_below_the_limit_is_accepted_and_remembered()
    {
        var token = api.Token().With("pad", new string('x', 5_000)).Sign();

        (await api.GetAsync(token)).ShouldBeAccepted();
        (await api.GetAsync(token)).ShouldBeAccepted();
    }

    private string Header(string algorithm, string? keyId = null) =>
        JsonSerializer.Serialize(new Dictionary<string, string> { ["alg"] = algorithm, ["typ"] = "at+jwt", ["kid"] = keyId ?? api.Issuer.Key.KeyId });

    private string Compact(string header, string signature) =>
        $"{Base64Url.EncodeToString(Encoding.ASCII.GetBytes(header))}.{Base64Url.EncodeToString(api.Token().Payload)}.{signature}";
}
