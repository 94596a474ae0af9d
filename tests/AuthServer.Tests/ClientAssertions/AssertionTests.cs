using System.Text.Json.Nodes;
using AuthServer.Endpoints;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Testing;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.ClientAssertions;

/// <summary>Clients that sign to show who they are: <c>private_key_jwt</c>.</summary>
[Spec("RFC 7523", "3")]
[Spec("OIDC Core", "9")]
public sealed class AssertionTests(KeyedServer server) : IClassFixture<KeyedServer>, IAsyncLifetime
{
    private AuthUser _user = null!;

    public async ValueTask InitializeAsync() => _user = await server.Host.CreateUserAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_client_that_signs_gets_a_token_and_refreshes_introspects_and_revokes_with_it()
    {
        var app = server.As(KeyedClients.Signer);

        var first = await app.SignInAsync(_user);
        first.Status.Should().Be(200, first.Body);
        first.Claims.GetProperty("client_id").GetString().Should().Be("signer");
        var next = await app.RefreshAsync(first.RefreshToken);
        next.Status.Should().Be(200);
        (await app.IntrospectAsync(next.AccessToken)).IsActive.Should().BeTrue();
        (await app.RevokeAsync(next.RefreshToken)).Status.Should().Be(200);
        (await app.IntrospectAsync(next.AccessToken)).IsActive.Should().BeFalse();
    }

    [Theory]
    [InlineData("ES256")]
    [InlineData("ES384")]
    [InlineData("RS256")]
    [InlineData("PS256")]
    [Spec("RFC 8725", "3.1")]
    public async Task A_client_may_have_keys_of_several_algorithms(string algorithm)
    {
        var key = KeyedClients.OneOfEach.Single(key => key.Algorithm.Name == algorithm);
        (await server.As(KeyedClients.ManyKeys, key).SignInAsync(_user)).Status.Should().Be(200);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("JWT")]
    [InlineData("client-authentication+jwt")]
    [InlineData("application/Client-Authentication+JWT")]
    public async Task An_assertion_says_what_it_is_or_nothing(string? typ)
    {
        var header = Header();
        header["typ"] = typ;
        if (typ is null)
        {
            header.Remove("typ");
        }

        (await SignInAsync(Holder.SignRaw(header, Holder.Claims()))).Status.Should().Be(200);
    }

    [Fact]
    [Spec("RFC 7521", "4.2")]
    public async Task The_client_id_may_stand_beside_the_assertion_if_it_is_the_same()
    {
        (await SignInAsync(Holder.Assertion(), ("client_id", "signer"))).Status.Should().Be(200);
        ShouldRefuse(await SignInAsync(Holder.Assertion(), ("client_id", "other-signer")));
    }

    public static TheoryData<string, JsonNode?> WrongClaims => new()
    {
        { "iss", null },
        { "iss", "other-signer" },
        { "iss", "nobody" },
        { "sub", null },
        { "sub", "other-signer" },
        { "aud", null },
        { "aud", "https://elsewhere.example" },
        { "exp", null },
        { "exp", DateTimeOffset.UtcNow.AddMinutes(-2).ToUnixTimeSeconds() },
        { "exp", DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds() },
        { "exp", "soon" },
        { "iat", DateTimeOffset.UtcNow.AddDays(1).ToUnixTimeSeconds() },
        { "nbf", DateTimeOffset.UtcNow.AddDays(1).ToUnixTimeSeconds() },
        { "jti", null },
        { "jti", "" },
        { "jti", new string('x', 513) },
    };

    [Theory]
    [MemberData(nameof(WrongClaims), DisableDiscoveryEnumeration = true)]
    public async Task An_assertion_with_a_wrong_claim_is_refused(string claim, JsonNode? value) => ShouldRefuse(await SignInAsync(Holder.Assertion((claim, value))));

    [Fact]
    [Spec("FAPI 2.0 Security Profile", "5.3.2.1")]
    public async Task The_audience_is_the_issuer_and_nothing_but_the_issuer()
    {
        var issuer = server.Host.Issuer;
        foreach (var audience in new JsonNode[] { issuer + Paths.Token, issuer + "/", new JsonArray(issuer), new JsonArray(issuer, "https://elsewhere.example") })
        {
            ShouldRefuse(await SignInAsync(Holder.Assertion(("aud", audience))));
        }
    }

    [Fact]
    [Spec("RFC 8725", "3.1")]
    [Spec("RFC 8725", "3.10")]
    public async Task The_header_decides_nothing()
    {
        foreach (var bend in new Action<JsonObject>[]
        {
            header => header["alg"] = "none",
            header => header["alg"] = "RS256",
            header => header["alg"] = "HS256",
            header => header["kid"] = "unknown",
            header => header["kid"] = KeyedClients.OtherKey.KeyId,
            header => header["kid"] = "../" + KeyedClients.Key.KeyId,
            header => header["typ"] = "at+jwt",
            header => header["jku"] = "https://evil.example/jwks",
            header => header["crit"] = new JsonArray("exp"),
        })
        {
            var header = Header();
            bend(header);
            ShouldRefuse(await SignInAsync(Holder.SignRaw(header, Holder.Claims())));
        }
    }

    [Fact]
    [Spec("RFC 8725", "3.10")]
    public async Task A_key_that_the_assertion_brings_along_is_nobody_s()
    {
        var thief = new KeyHolder("signer", KeyedClients.OtherKey, server.Host.Issuer);
        var header = Header();
        header["jwk"] = JsonNode.Parse($$"""{"kty":"EC","crv":"P-256","x":"{{KeyedClients.OtherKey.PublicKey.X}}","y":"{{KeyedClients.OtherKey.PublicKey.Y}}"}""");

        ShouldRefuse(await SignInAsync(thief.SignRaw(header, thief.Claims())));
        ShouldRefuse(await SignInAsync(thief.Assertion()));
        ShouldRefuse(await SignInAsync(KeyHolder.Input(new JsonObject { ["alg"] = "none" }, Holder.Claims()) + "."));
        ShouldRefuse(await SignInAsync("not.a.token"));
    }

    [Fact]
    [Spec("RFC 6749", "2.3")]
    public async Task One_mechanism_a_request_and_the_whole_of_it()
    {
        (await SignInAsync(Holder.Assertion(), ("client_id", "signer"), ("client_secret", "secret"))).Error.Should().Be("invalid_request");
        (await SignInAsync(Holder.Assertion(), ("client_assertion_type", null))).Error.Should().Be("invalid_request");
        ShouldRefuse(await SignInAsync(Holder.Assertion(), ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:saml2-bearer")));

        var withHeader = server.Host.As(TestClients.Web) with { Authorization = "Basic d2ViOndlYi1zZWNyZXQ=" };
        var both = await withHeader.PostAsync(Paths.Token, ("client_assertion_type", ClientApp.AssertionType), ("client_assertion", Holder.Assertion()));
        both.Error.Should().Be("invalid_request");
    }

    [Fact]
    public async Task A_client_with_a_key_is_believed_by_nothing_else()
    {
        ShouldRefuse(await server.Host.As(KeyedClients.Signer).SignInAsync(_user));
        ShouldRefuse(await (server.Host.As(KeyedClients.Signer) with { Secret = "secret" }).SignInAsync(_user));
        ShouldRefuse(await (server.Host.As(KeyedClients.Signer) with { Authorization = "Basic c2lnbmVyOnNlY3JldA==" }).SignInAsync(_user));
    }

    [Fact]
    public async Task A_client_without_a_key_cannot_be_impersonated_by_one()
    {
        foreach (var client in new[] { TestClients.Web, TestClients.App, KeyedClients.Requester })
        {
            ShouldRefuse(await SignInAsync(server.Holder(client).Assertion()));
        }
    }

    private KeyHolder Holder => server.Holder(KeyedClients.Signer);

    private static JsonObject Header() => new() { ["alg"] = "ES256", ["typ"] = "JWT", ["kid"] = KeyedClients.Key.KeyId };

    private Task<Answer> SignInAsync(string assertion, params (string Name, string? Value)[] changes)
    {
        var parameters = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["grant_type"] = "password",
            ["username"] = _user.UserName,
            ["password"] = AuthServerHost.Password,
            ["client_assertion_type"] = ClientApp.AssertionType,
            ["client_assertion"] = assertion,
        };
        foreach (var (name, value) in changes)
        {
            parameters[name] = value;
        }

        return new ClientApp(server.Host.Http, null!, null).PostAsync(Paths.Token, [.. parameters.Select(parameter => (parameter.Key, parameter.Value))]);
    }

    private static void ShouldRefuse(Answer answer) => (answer.Status, answer.Error).Should().Be((401, "invalid_client"), answer.Body);
}
