using AuthServer.Configuration;
using AuthServer.Core.Clients;
using AuthServer.Protocol.Jose;
using AuthServer.Testing;
using AuthServer.Tests.Configuration;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace AuthServer.Tests.Fapi;

/// <summary>A client that is declared to meet the profile and does not stops the start.</summary>
public sealed class FapiDeclarationTests
{
    private const string Key = "AuthServer:Clients:0";

    public static TheoryData<string, string, Action<ClientDeclaration>> Breaches => new()
    {
        { "5.3.2.1", "Type Confidential", client => client.Type = ClientType.Public },
        { "5.3.2.1", "Type Confidential", client => client.Type = ClientType.ResourceServer },
        { "5.3.2.1", "TokenEndpointAuthMethod", client => (client.TokenEndpointAuthMethod, client.Secret) = (null, "secret") },
        { "5.3.2.1", "DpopBoundAccessTokens", client => client.DpopBoundAccessTokens = false },
        { "5.3.2.1", "password", client => client.GrantTypes.Add("password") },
        { "5.3.2.1", "AuthorizationCodeLifetime", client => client.AuthorizationCodeLifetime = TimeSpan.FromSeconds(61) },
        { "5.3.2.2", "PushedRequestLifetime", client => client.PushedRequestLifetime = TimeSpan.FromSeconds(600) },
        { "5.3.2.2", "must be https", client => client.RedirectUris.Add("http://127.0.0.1/callback") },
        { "5.3.2.2", "must be https", client => client.RedirectUris.Add("com.example.app:/callback") },
        { "5.4.1", "IdTokenSignedResponseAlg", client => client.IdTokenSignedResponseAlg = "RS256" },
        { "5.4.1", "IntrospectionSignedResponseAlg", client => client.IntrospectionSignedResponseAlg = "RS256" },
        { "5.4.1", "Jwks", client => client.Jwks = Jwks(JwsAlgorithm.RS256) },
        { "5.4.1", "Jwks", client => client.Jwks = Jwks(JwsAlgorithm.ES384) },
    };

    [Fact]
    public void A_client_that_meets_the_profile_is_taken()
    {
        Refusals(_ => { }).Should().BeEmpty();
        Refusals(client => client.Jwks = Jwks(JwsAlgorithm.PS256)).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Breaches), DisableDiscoveryEnumeration = true)]
    [Spec("FAPI 2.0 Security Profile", "5.3.2.1")]
    [Spec("FAPI 2.0 Security Profile", "5.3.2.2")]
    [Spec("FAPI 2.0 Security Profile", "5.4.1")]
    public void A_breach_is_refused_with_its_section(string section, string what, Action<ClientDeclaration> breach) =>
        Refusals(breach).Should().ContainSingle(refusal => refusal.StartsWith(Key) && refusal.Contains($"§{section}") && refusal.Contains(what));

    [Fact]
    [Spec("FAPI 2.0 Security Profile", "5.4.1")]
    public void Access_tokens_are_signed_with_an_algorithm_of_the_profile_too() =>
        Refusals(_ => { }, options =>
        {
            options.SigningKeys.Algorithms.Add("RS256");
            options.SigningKeys.Algorithms.Add("ES256");
        }).Should().ContainSingle().Which.Should().Contain("AuthServer:SigningKeys:Algorithms");

    [Fact]
    [Spec("FAPI 2.0 Security Profile", "5.4.1")]
    public void A_key_of_another_algorithm_does_not_count_though_it_was_registered_otherwise()
    {
        using var rs256 = SigningKey.Generate(JwsAlgorithm.RS256);
        var client = new ClientRegistration
        {
            Id = new ClientId("x"),
            Type = ClientType.Confidential,
            Metadata = new ClientMetadata { Jwks = KeyedClients.Jwks(rs256, KeyedClients.Key) },
        };
        var keys = new ClientKeys();

        keys.Of(client).Find(rs256.KeyId).Should().NotBeNull();
        var held = client with { Metadata = client.Metadata with { Fapi2 = true } };
        keys.Of(held).Find(rs256.KeyId).Should().BeNull();
        keys.Of(held).Find(KeyedClients.Key.KeyId).Should().NotBeNull();
    }

    private static string Jwks(JwsAlgorithm algorithm) => KeyedClients.Jwks(KeyedClients.OneOfEach.Single(key => key.Algorithm == algorithm));

    private static IEnumerable<string> Refusals(Action<ClientDeclaration> breach, Action<AuthServerOptions>? bend = null) =>
        SettingsRefusals.Of(Environments.Production, options =>
        {
            bend?.Invoke(options);
            var client = new ClientDeclaration
            {
                Id = "x",
                Type = ClientType.Confidential,
                Fapi2 = true,
                TokenEndpointAuthMethod = "private_key_jwt",
                Jwks = KeyedClients.Jwks(KeyedClients.Key),
                DpopBoundAccessTokens = true,
                IdTokenSignedResponseAlg = "ES256",
                GrantTypes = { "authorization_code", "refresh_token" },
                RedirectUris = { "https://x.example/callback" },
            };
            breach(client);
            options.Clients.Add(client);
        });
}
