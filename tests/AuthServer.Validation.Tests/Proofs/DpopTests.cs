using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AuthServer.Protocol.Dpop;
using AuthServer.Protocol.Jose;
using AuthServer.Testing;
using AuthServer.Validation.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Validation.Tests.Proofs;

/// <summary>RFC 9449 §7 on the wire: which proofs are taken with a bound token, and what each refusal says.</summary>
[Spec("RFC 9449", "7.1")]
public sealed class DpopTests(SharedApi shared) : IClassFixture<SharedApi>, IDisposable
{
    private const string Invalid = "invalid_dpop_proof";

    private readonly ApiHost api = shared.Host;
    private readonly Device device = new(shared.Host);

    [Fact]
    public async Task A_bound_token_with_its_proof_makes_the_caller_each_time_anew()
    {
        // The first verifies the token, the second finds it remembered.
        (await device.SendAsync(device.Proof().Sign())).ShouldBeAccepted();
        (await device.SendAsync(device.Proof().Sign())).ShouldBeAccepted();
    }

    [Fact]
    public async Task The_scheme_is_read_without_regard_to_case() =>
        (await device.PresentAsync($"dpop {device.BoundToken}", device.Proof().Sign())).ShouldBeAccepted();

    [Fact]
    public async Task A_query_does_not_count() =>
        (await Device.SendAsync(api, http =>
        {
            http.Request.QueryString = new("?page=2");
            http.Request.Headers.Authorization = $"DPoP {device.BoundToken}";
            http.Request.Headers[DpopNames.ProofHeader] = device.Proof().With("htu", "HTTP://LocalHost:80/api/me").Sign();
        })).ShouldBeAccepted();

    [Fact]
    public async Task An_rsa_key_proves_as_well()
    {
        var token = api.Token().With("cnf", new JsonObject { ["jkt"] = api.Issuer.RsaKey.PublicKey.Thumbprint() }).Sign();

        (await device.PresentAsync($"DPoP {token}", device.Proof(token, api.Issuer.RsaKey).Sign())).ShouldBeAccepted();
    }

    [Fact]
    [Spec("RFC 9449", "7.2")]
    public async Task A_bound_token_is_no_bearer_token_with_or_without_its_proof()
    {
        foreach (var proofs in new string[][] { [], [device.Proof().Sign()] })
        {
            var response = await device.PresentAsync($"Bearer {device.BoundToken}", proofs);

            response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
            response.Challenge().Should().Be(
                $"Bearer error=\"invalid_token\", error_description=\"The token is bound to a key and is not a bearer token.\", DPoP {Answers.Algorithms}");
        }
    }

    [Fact]
    public async Task A_bearer_token_is_no_dpop_token()
    {
        var token = api.Token().Sign();

        (await device.PresentAsync($"DPoP {token}", device.Proof(token).Sign()))
            .ShouldBeRefusedAsDpop("invalid_token", "The token is not bound to a key and is no DPoP token.");
    }

    [Fact]
    public async Task Without_a_proof_the_token_is_nothing() =>
        (await device.SendAsync()).ShouldBeRefusedAsDpop(Invalid, "The request carries no DPoP proof.");

    [Fact]
    public async Task Two_proofs_are_refused_even_if_both_are_good()
    {
        (await device.SendAsync(device.Proof().Sign(), device.Proof().Sign())).ShouldBeRefusedAsDpop(Invalid, "The request carries more than one DPoP proof.");
        (await device.SendAsync($"{device.Proof().Sign()}, {device.Proof().Sign()}")).ShouldBeRefusedAsDpop(Invalid, "The DPoP proof is malformed.");
    }

    [Theory]
    [InlineData("htm", "POST", "The DPoP proof was made for another method.")]
    [InlineData("htm", "get", "The DPoP proof was made for another method.")]
    [InlineData("htu", "http://localhost/api/notes", "The DPoP proof was made for another URI.")]
    [InlineData("htu", "https://localhost/api/me", "The DPoP proof was made for another URI.")]
    [InlineData("htu", "http://elsewhere/api/me", "The DPoP proof was made for another URI.")]
    [InlineData("ath", "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo", "The DPoP proof was made for another access token.")]
    [InlineData("jti", "", "The DPoP proof lacks a required claim.")]
    [Spec("RFC 9449", "4.3")]
    public async Task A_proof_for_something_else_is_refused(string claim, string value, string description) =>
        (await device.SendAsync(device.Proof().With(claim, value).Sign())).ShouldBeRefusedAsDpop(Invalid, description);

    [Theory]
    [InlineData("jti", "The DPoP proof lacks a required claim.")]
    [InlineData("htm", "The DPoP proof lacks a required claim.")]
    [InlineData("htu", "The DPoP proof lacks a required claim.")]
    [InlineData("iat", "The DPoP proof lacks a required claim.")]
    [InlineData("ath", "The DPoP proof was made for another access token.")]
    [Spec("RFC 9449", "4.3")]
    public async Task A_proof_that_says_too_little_is_refused(string claim, string description) =>
        (await device.SendAsync(device.Proof().Without(claim).Sign())).ShouldBeRefusedAsDpop(Invalid, description);

    [Fact]
    public async Task The_age_of_a_proof_is_judged_to_the_second()
    {
        var now = api.Time.GetUtcNow().ToUnixTimeSeconds();

        (await device.SendAsync(device.Proof().With("iat", now - 60).Sign())).ShouldBeAccepted();
        (await device.SendAsync(device.Proof().With("iat", now - 61).Sign())).ShouldBeRefusedAsDpop(Invalid, "The DPoP proof is too old.");
        (await device.SendAsync(device.Proof().With("iat", now + 30).Sign())).ShouldBeAccepted();
        (await device.SendAsync(device.Proof().With("iat", now + 31).Sign())).ShouldBeRefusedAsDpop(Invalid, "The DPoP proof was made in the future.");
    }

    [Fact]
    [Spec("RFC 9449", "4.3")]
    [Spec("RFC 9449", "6")]
    public async Task Another_key_than_the_token_s_is_refused()
    {
        using var thief = SigningKey.Generate(JwsAlgorithm.ES256);

        (await device.SendAsync(device.Proof(key: thief).Sign()))
            .ShouldBeRefusedAsDpop("invalid_token", "The token is bound to another key than that of the DPoP proof.");
    }

    [Fact]
    public async Task A_proof_of_the_right_key_that_another_signed_is_refused()
    {
        using var thief = SigningKey.Generate(JwsAlgorithm.ES256);
        var (genuine, forged) = (device.Proof().Sign().Split('.'), device.Proof(key: thief).Sign().Split('.'));

        (await device.SendAsync($"{genuine[0]}.{forged[1]}.{forged[2]}")).ShouldBeRefusedAsDpop(Invalid, "The signature of the DPoP proof is invalid.");
    }

    [Fact]
    [Spec("RFC 9449", "11.1")]
    public async Task A_proof_is_taken_once()
    {
        var proof = device.Proof().Sign();
        (await device.SendAsync(proof)).ShouldBeAccepted();

        (await device.SendAsync(proof)).ShouldBeRefusedAsDpop(Invalid, "The DPoP proof has been used before.");
    }

    [Fact]
    public async Task A_proof_that_is_replayed_many_times_at_once_is_taken_once()
    {
        var proof = device.Proof().Sign();
        var responses = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => device.SendAsync(proof))));

        responses.Count(response => response.StatusCode == HttpStatusCode.OK).Should().Be(1);
    }

    [Theory]
    [InlineData("at+jwt")]
    [InlineData("JWT")]
    public async Task Another_kind_of_token_is_no_proof(string typ) =>
        (await device.SendAsync(device.Proof().OfType(typ).Sign())).ShouldBeRefusedAsDpop(Invalid, "The DPoP proof is another kind of token.");

    [Theory]
    [InlineData("none")]
    [InlineData("HS256")]
    [InlineData("EdDSA")]
    [Spec("RFC 9449", "4.3")]
    public async Task Another_algorithm_is_refused(string algorithm)
    {
        var unsigned = Compact($$"""{"alg":"{{algorithm}}","typ":"dpop+jwt","jwk":{{Jwk("")}}}""");
        var mac = Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.ASCII.GetBytes(Jwk("")), Encoding.ASCII.GetBytes(unsigned)));

        (await device.SendAsync($"{unsigned}.{(algorithm == "HS256" ? mac : "")}"))
            .ShouldBeRefusedAsDpop(Invalid, "The algorithm of the DPoP proof is not accepted.");
    }

    [Fact]
    [Spec("RFC 9449", "4.3")]
    public async Task A_private_key_in_the_header_is_refused()
    {
        var header = $$"""{"alg":"ES256","typ":"dpop+jwt","jwk":{{Jwk(",\"d\":\"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE\"")}}}""";

        (await device.SendAsync($"{Compact(header)}.AAAA")).ShouldBeRefusedAsDpop(Invalid, "The DPoP proof carries no usable public key.");
    }

    [Fact]
    public async Task A_malformed_header_is_an_invalid_request()
    {
        var response = await device.PresentAsync("DPoP a b", device.Proof().Sign());

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        response.Challenge().Should().Be($"DPoP error=\"invalid_request\", error_description=\"The Authorization header is malformed.\", {Answers.Algorithms}");
    }

    [Fact]
    [Spec("RFC 6750", "3.1")]
    public async Task A_token_under_both_schemes_is_an_invalid_request()
    {
        var response = await Device.SendAsync(api, http =>
        {
            http.Request.Headers.Authorization = new[] { $"Bearer {device.BoundToken}", $"DPoP {device.BoundToken}" };
            http.Request.Headers[DpopNames.ProofHeader] = device.Proof().Sign();
        });

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        response.Challenge().Should().Contain("error=\"invalid_request\"");
    }

    [Fact]
    public async Task A_bad_token_is_named_before_its_proof_is_looked_at() =>
        (await device.PresentAsync("DPoP a.b.c", device.Proof("a.b.c").Sign())).ShouldBeRefusedAsDpop("invalid_token", "The token is malformed.");

    [Fact]
    public async Task Too_little_scope_is_said_under_the_scheme_of_the_token()
    {
        var token = api.Token().With("scope", "openid").With("cnf", new JsonObject { ["jkt"] = device.Key.PublicKey.Thumbprint() }).Sign();
        var response = await device.PresentAsync($"DPoP {token}", device.Proof(token).Sign());

        response.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        response.Challenge().Should().Be($"DPoP error=\"insufficient_scope\", scope=\"api\", {Answers.Algorithms}");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("\"key\"")]
    [InlineData("""{"jkt":7}""")]
    [InlineData("""{"jkt":""}""")]
    [InlineData("""{"jwk":{}}""")]
    [Spec("RFC 9449", "6")]
    public async Task A_token_that_is_bound_in_an_unknown_way_is_refused(string confirmation)
    {
        var token = api.Token().With("cnf", JsonNode.Parse(confirmation)).Sign();

        (await api.GetAsync(token)).ShouldBeRefused("The token is bound in a way that is not known here.");
        (await device.PresentAsync($"DPoP {token}", device.Proof(token).Sign()))
            .ShouldBeRefusedAsDpop("invalid_token", "The token is bound in a way that is not known here.");
    }

    public void Dispose() => device.Dispose();

    private string Jwk(string more) =>
        $$"""{"kty":"EC","crv":"P-256","x":"{{device.Key.PublicKey.X}}","y":"{{device.Key.PublicKey.Y}}"{{more}}}""";

    private string Compact(string header) =>
        $"{Base64Url.EncodeToString(Encoding.ASCII.GetBytes(header))}.{Base64Url.EncodeToString(device.Proof().Payload)}";
}
