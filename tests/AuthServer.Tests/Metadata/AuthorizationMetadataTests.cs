using System.Text.Json;
using AuthServer.Endpoints;
using AuthServer.Testing;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Metadata;

/// <summary>What the metadata says of authorizations and of what comes of them, so that no client has to guess.</summary>
public sealed class AuthorizationMetadataTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    [Spec("RFC 9700", "2.1.1")]
    [Spec("RFC 9207", "2.3")]
    public async Task The_metadata_says_that_codes_come_with_PKCE_and_with_the_issuer()
    {
        var document = await DocumentAsync();

        Strings(document, "response_types_supported").Should().Equal("code");
        Strings(document, "code_challenge_methods_supported").Should().Equal("S256");
        document.GetProperty("authorization_response_iss_parameter_supported").GetBoolean().Should().BeTrue();
        document.GetProperty("issuer").GetString().Should().Be(server.Host.Issuer, "that is what iss says");
    }

    [Fact]
    [Spec("OIDC Discovery", "3")]
    public async Task RS256_which_every_client_knows_is_among_the_algorithms_and_none_is_not()
    {
        var document = await DocumentAsync();

        Strings(document, "id_token_signing_alg_values_supported").Should().Contain("RS256");
        document.EnumerateObject().Where(member => member.Name.EndsWith("_alg_values_supported", StringComparison.Ordinal))
            .SelectMany(member => Strings(document, member.Name))
            .Should().NotContain(algorithm => algorithm == "none" || algorithm.StartsWith("HS", StringComparison.Ordinal));
    }

    [Fact]
    [Spec("RFC 8628", "4")]
    public async Task Devices_find_their_endpoint() =>
        (await DocumentAsync()).GetProperty("device_authorization_endpoint").GetString().Should().Be(server.Host.Issuer + Paths.DeviceAuthorization);

    [Fact]
    [Spec("RFC 8414", "2")]
    public async Task Where_assertions_are_offered_their_signing_algorithms_are_named()
    {
        var document = await DocumentAsync();

        foreach (var endpoint in new[] { "token", "revocation", "introspection" })
        {
            var offersAssertions = Strings(document, $"{endpoint}_endpoint_auth_methods_supported").Contains("private_key_jwt");
            document.TryGetProperty($"{endpoint}_endpoint_auth_signing_alg_values_supported", out _).Should().Be(offersAssertions, endpoint);
        }
    }

    private async Task<JsonElement> DocumentAsync() => JsonElement.Parse(await server.Host.Http.GetStringAsync(Paths.OpenIdConfiguration));

    private static string[] Strings(JsonElement document, string member) =>
        [.. document.GetProperty(member).EnumerateArray().Select(value => value.GetString()!)];
}
