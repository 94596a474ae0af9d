using AuthServer.Configuration;
using AuthServer.Core.Clients;
using AuthServer.Testing;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace AuthServer.Tests.Configuration;

/// <summary>A client that is declared in a wrong or dangerous way stops the start, and the refusal names the key.</summary>
public sealed class RefusedClientTests
{
    private const string Key = "AuthServer:Clients:0";

    public static TheoryData<string, Action<ClientDeclaration>> Dangers => new()
    {
        { $"{Key}:RedirectUris", client => client.RedirectUris.Add("http://app.example/callback") },
        { $"{Key}:RedirectUris", client => client.RedirectUris.Add("https://app.example/callback#x") },
        { $"{Key}:RedirectUris", client => client.RedirectUris.Add("https://*.example/callback") },
        { $"{Key}:RedirectUris must name", client => client.GrantTypes.Add("authorization_code") },
        { $"{Key}:PostLogoutRedirectUris", client => client.PostLogoutRedirectUris.Add("/signed-out") },
        { $"{Key}:AllowedOrigins", client => client.AllowedOrigins.Add("https://app.example/") },
        { $"{Key}:AllowedOrigins", client => client.AllowedOrigins.Add("http://app.example") },
        { $"{Key}:AllowedOrigins", client => client.AllowedOrigins.Add("*") },
        { $"{Key}:BackChannelLogoutUri", client => client.BackChannelLogoutUri = "http://app.example/logout" },
        { $"{Key}:BackChannelLogoutUri", client => client.BackChannelLogoutUri = "http://localhost/logout" },
        { $"{Key}:BackChannelLogoutUri", client => client.BackChannelLogoutUri = "https://app.example/logout#x" },
        { $"{Key}:TokenEndpointAuthMethod", client => client.TokenEndpointAuthMethod = "client_secret_jwt" },
        { $"{Key}: a client with private_key_jwt", client => client.Secret = "secret" },
        { $"{Key}:TokenEndpointAuthMethod is not for", client => client.Type = ClientType.Public },
        { $"{Key}:Jwks must hold", client => client.Jwks = null },
        { $"{Key}:Jwks must be", client => client.Jwks = "{}" },
        { $"{Key}:Jwks must be", client => client.Jwks = """{"keys":[]}""" },
        { $"{Key}:Jwks must be", client => client.Jwks = "https://app.example/jwks" },
        { $"{Key}:Jwks must be", client => client.Jwks = client.Jwks!.Replace("\"kty\"", "\"d\":\"AAAA\",\"kty\"", StringComparison.Ordinal) },
        { $"{Key}:Jwks must be", client => client.Jwks = """{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}""" },
        { $"{Key}:Jwks has several", client => client.Jwks = KeyedClients.Jwks(KeyedClients.Key, KeyedClients.Key) },
        { $"{Key} works with TLS", client => client.TlsClientCertificateBoundAccessTokens = true },
        { $"{Key} works with TLS", client => client.TokenEndpointAuthMethod = "self_signed_tls_client_auth" },
        { $"{Key}:TlsClientAuthSubjectDn must", client => client.TokenEndpointAuthMethod = "tls_client_auth" },
        { $"{Key}: tls_client_auth needs", client => client.TokenEndpointAuthMethod = "tls_client_auth" },
        { $"{Key}:TlsClientAuthSubjectDn is for", client => client.TlsClientAuthSubjectDn = "CN=app" },
        { $"{Key}:IdTokenSignedResponseAlg", client => client.IdTokenSignedResponseAlg = "HS256" },
        { $"{Key}:IdTokenSignedResponseAlg", client => client.IdTokenSignedResponseAlg = "PS256" },
        { $"{Key}:IntrospectionSignedResponseAlg", client => client.IntrospectionSignedResponseAlg = "none" },
        { $"{Key}:AuthorizationCodeLifetime", client => client.AuthorizationCodeLifetime = TimeSpan.FromMinutes(11) },
        { $"{Key}:AuthorizationCodeLifetime", client => client.AuthorizationCodeLifetime = TimeSpan.Zero },
        { $"{Key}:DeviceCodeLifetime", client => client.DeviceCodeLifetime = TimeSpan.FromHours(2) },
        { $"{Key}:PushedRequestLifetime", client => client.PushedRequestLifetime = TimeSpan.FromSeconds(1) },
        { $"{Key}:PushedRequestLifetime", client => client.PushedRequestLifetime = TimeSpan.FromMinutes(11) },
        { $"{Key}:DefaultMaxAge", client => client.DefaultMaxAge = -1 },
    };

    [Fact]
    public void A_client_with_a_key_and_no_secret_is_sound() => Refusals(_ => { }).Should().BeEmpty();

    [Theory]
    [MemberData(nameof(Dangers), DisableDiscoveryEnumeration = true)]
    [Spec("RFC 8705", "2.1.2")]
    [Spec("RFC 6749", "3.1.2.2")]
    public void A_dangerous_declaration_is_refused_by_its_key(string key, Action<ClientDeclaration> bend) =>
        Refusals(bend).Should().Contain(refusal => refusal.StartsWith(key));

    [Fact]
    public void Plain_http_for_logout_is_for_loopback_in_Development() =>
        Refusals(client => client.BackChannelLogoutUri = "http://localhost:5002/logout", Environments.Development).Should().BeEmpty();

    [Fact]
    public void An_algorithm_is_taken_once_there_are_keys_for_it() =>
        SettingsRefusals.Of(Environments.Production, options =>
        {
            options.SigningKeys.Algorithms.Add("ES256");
            options.SigningKeys.Algorithms.Add("PS256");
            options.Clients.Add(new ClientDeclaration { Id = "x", IdTokenSignedResponseAlg = "PS256", IntrospectionSignedResponseAlg = "PS256" });
        }).Should().BeEmpty();

    [Fact]
    public void The_authorities_of_certificates_must_be_readable()
    {
        SettingsRefusals.Of(Environments.Production, options => options.ClientCertificateAuthorities = "/nowhere.pem")
            .Should().HaveCount(2).And.OnlyContain(refusal => refusal.StartsWith("AuthServer:ClientCertificateAuthorities"));
        var empty = Path.GetTempFileName();
        SettingsRefusals.Of(Environments.Production, options => (options.ClientCertificates, options.ClientCertificateAuthorities) = (true, empty))
            .Should().ContainSingle().Which.Should().Contain("it holds none");
        File.Delete(empty);
    }

    private static IEnumerable<string> Refusals(Action<ClientDeclaration> bend, string? environment = null) =>
        SettingsRefusals.Of(environment ?? Environments.Production, options =>
        {
            var client = new ClientDeclaration
            {
                Id = "x",
                Type = ClientType.Confidential,
                TokenEndpointAuthMethod = "private_key_jwt",
                Jwks = KeyedClients.Jwks(KeyedClients.Key),
            };
            bend(client);
            options.Clients.Add(client);
        });
}
