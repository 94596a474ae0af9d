using System.Text.Json;
using AuthServer.Endpoints;
using AuthServer.Protocol.Jose;
using AuthServer.Testing;
using AuthServer.Tests.Dpop;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Fapi;

/// <summary>FAPI 2.0 Security Profile §5.3.2.1, requirement by requirement; what a declaration decides is in <see cref="FapiDeclarationTests"/>.</summary>
[Spec("FAPI 2.0 Security Profile", "5.3.2.1")]
public sealed class GeneralRequirementTests(KeyedServer server) : IClassFixture<KeyedServer>, IDisposable
{
    private readonly FapiFlow _flow = new(server);

    [Fact]
    public async Task Section_5_3_2_1_1_the_metadata_says_what_the_profile_needs()
    {
        var metadata = JsonElement.Parse(await server.Host.Http.GetStringAsync(Paths.OpenIdConfiguration));

        metadata.GetProperty("pushed_authorization_request_endpoint").GetString().Should().Be(server.Host.Issuer + Paths.PushedAuthorization);
        metadata.GetProperty("authorization_response_iss_parameter_supported").GetBoolean().Should().BeTrue();
        Strings(metadata, "code_challenge_methods_supported").Should().Equal("S256");
        Strings(metadata, "token_endpoint_auth_methods_supported").Should().Contain("private_key_jwt");
        Strings(metadata, "token_endpoint_auth_signing_alg_values_supported").Should().Contain(["ES256", "PS256"]).And.NotContain("none");
        Strings(metadata, "dpop_signing_alg_values_supported").Should().Contain(["ES256", "PS256"]);
        Strings(metadata, "request_object_signing_alg_values_supported").Should().Contain(["ES256", "PS256"]).And.NotContain("none");
    }

    [Fact]
    public async Task Section_5_3_2_1_2_the_password_grant_is_refused()
    {
        var user = await server.Host.CreateUserAsync();
        (await _flow.App.SignInAsync(user)).Error.Should().Be("unauthorized_client");
    }

    [Fact]
    public async Task Section_5_3_2_1_4_access_tokens_are_bound_to_the_sender_s_key()
    {
        var back = await _flow.AuthorizeAsync(await server.Host.CreateUserAsync());

        (await _flow.ExchangeAsync(back.Code!, _flow.App)).Error.Should().Be("invalid_dpop_proof");

        var answer = await _flow.ExchangeAsync(back.Code!);
        answer.Json.GetProperty("token_type").GetString().Should().Be("DPoP");
        answer.Claims.GetProperty("cnf").GetProperty("jkt").GetString().Should().Be(_flow.Device.Thumbprint);
        (await _flow.App.RefreshAsync(answer.RefreshToken)).Error.Should().Be("invalid_dpop_proof");
    }

    [Fact]
    public async Task Section_5_3_2_1_6_the_client_shows_who_it_is_by_its_key_alone()
    {
        foreach (var app in new[] { server.Host.As(KeyedClients.Fapi), server.Host.As(KeyedClients.Fapi) with { Secret = "secret" }, server.As(KeyedClients.Fapi, KeyedClients.OtherKey) })
        {
            (await app.PostAsync(Paths.Token, ("grant_type", "refresh_token"), ("refresh_token", "x"))).Error.Should().Be("invalid_client");
        }
    }

    [Fact]
    public async Task Section_5_3_2_1_10_refresh_tokens_do_not_rotate()
    {
        var first = await _flow.SignInAsync(await server.Host.CreateUserAsync());
        var token = first.RefreshToken;

        for (var times = 0; times < 3; times++)
        {
            var next = await _flow.RefreshAsync(token);
            next.Status.Should().Be(200, next.Body);
            next.RefreshToken.Should().Be(token);
            next.AccessToken.Should().NotBe(first.AccessToken);
        }

        (await server.Database.SessionAsync<long>(first.SessionId, "generation")).Should().Be(0);
        (await server.Database.SessionAsync<DateTime>(first.SessionId, "last_used_at")).Should().BeAfter(
            await server.Database.SessionAsync<DateTime>(first.SessionId, "created_at"));
        (await _flow.App.RevokeAsync(token)).Status.Should().Be(200);
        (await _flow.RefreshAsync(token)).Reason.Should().Be("signed_out");
    }

    [Fact]
    public async Task Section_5_3_2_1_10_a_refresh_of_a_scope_keeps_the_token_too()
    {
        var first = await _flow.SignInAsync(await server.Host.CreateUserAsync());

        var narrowed = await _flow.Device.SendAsync(_flow.App, proving => proving.RefreshAsync(first.RefreshToken, "openid"));

        (narrowed.Scope, narrowed.RefreshToken).Should().Be(("openid", first.RefreshToken));
        (await _flow.RefreshAsync(first.RefreshToken)).Scope.Should().Be(first.Scope);
    }

    [Fact]
    public async Task Section_5_3_2_1_10_an_idle_session_ends_as_any_other()
    {
        var first = await _flow.SignInAsync(await server.Host.CreateUserAsync());
        await server.Database.BendAsync(first.SessionId, "idle_expires_at = clock_timestamp() - interval '1 second'");

        (await _flow.RefreshAsync(first.RefreshToken)).Reason.Should().Be("idle_expired");
    }

    [Fact]
    [Spec("RFC 9449", "10.1")]
    public async Task Section_5_3_2_1_13_a_code_is_bound_to_the_key_of_the_push()
    {
        using var thief = new Device(server.Host.Issuer);
        var user = await server.Host.CreateUserAsync();
        var back = await _flow.AuthorizeAsync(user, ("dpop_jkt", _flow.Device.Thumbprint));

        (await _flow.ExchangeAsync(back.Code!, thief)).Error.Should().Be("invalid_grant");
        (await _flow.ExchangeAsync(back.Code!)).Status.Should().Be(200);
    }

    [Theory]
    [InlineData("iat", 10, true)]
    [InlineData("nbf", 10, true)]
    [InlineData("iat", 65, false)]
    [InlineData("nbf", 65, false)]
    public async Task Section_5_3_2_1_14_clocks_may_differ_a_little(string claim, int seconds, bool isTaken)
    {
        var assertion = server.Holder(KeyedClients.Fapi).Assertion((claim, DateTimeOffset.UtcNow.AddSeconds(seconds).ToUnixTimeSeconds()));

        var answer = await (_flow.App with { Assert = () => assertion }).PostAsync(Paths.PushedAuthorization, _flow.Pushed());

        answer.Status.Should().Be(isTaken ? 201 : 401, answer.Body);
    }

    [Fact]
    [Spec("FAPI 2.0 Security Profile", "5.4.1")]
    public async Task Section_5_4_1_tokens_are_signed_with_an_algorithm_of_the_profile()
    {
        var answer = await _flow.SignInAsync(await server.Host.CreateUserAsync());

        foreach (var token in new[] { answer.AccessToken, answer.Json.GetProperty("id_token").GetString()! })
        {
            JwtReader.TryPeekHeader(token, out var header).Should().BeTrue();
            header!.Algorithm.Should().Be("ES256");
        }
    }

    public void Dispose() => _flow.Dispose();

    private static string[] Strings(JsonElement document, string member) => [.. document.GetProperty(member).EnumerateArray().Select(value => value.GetString()!)];
}
