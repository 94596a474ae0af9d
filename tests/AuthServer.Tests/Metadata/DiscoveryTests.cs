using System.Text.Json;
using AuthServer.Endpoints;
using AuthServer.Testing;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Metadata;

[Spec("RFC 8414", "2")]
public sealed class DiscoveryTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static readonly string[] EveryGrant =
    [
        "password", "refresh_token", "authorization_code", "client_credentials", "implicit", "urn:ietf:params:oauth:grant-type:device_code",
        "urn:ietf:params:oauth:grant-type:token-exchange", "urn:ietf:params:oauth:grant-type:jwt-bearer", "urn:ietf:params:oauth:grant-type:saml2-bearer",
    ];

    [Fact]
    [Spec("OIDC Discovery", "4")]
    [Spec("RFC 8414", "3")]
    [Spec("RFC 8414", "3.1")]
    [Spec("RFC 8414", "3.2")]
    public async Task Both_well_known_addresses_show_the_same_document()
    {
        using var openId = await server.Host.Http.GetAsync(Paths.OpenIdConfiguration);
        using var oauth = await server.Host.Http.GetAsync(Paths.AuthorizationServerMetadata);
        (await oauth.Content.ReadAsByteArrayAsync()).Should().Equal(await openId.Content.ReadAsByteArrayAsync());
        openId.IsSuccessStatusCode.Should().BeTrue();
        openId.Content.Headers.ContentType!.MediaType.Should().Be("application/json");
        openId.Headers.CacheControl!.Public.Should().BeTrue();
    }

    [Theory]
    [InlineData(Paths.OpenIdConfiguration)]
    [InlineData(Paths.AuthorizationServerMetadata)]
    [InlineData(Paths.Keys)]
    [Spec("RFC 9110", "9.1")]
    public async Task What_serves_GET_serves_HEAD(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var response = await server.Host.Http.SendAsync(request);
        response.IsSuccessStatusCode.Should().BeTrue();
        (await response.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
    }

    [Fact]
    [Spec("OIDC Discovery", "3")]
    public async Task The_document_names_the_issuer_and_addresses_that_answer()
    {
        var document = await DocumentAsync();
        document.GetProperty("issuer").GetString().Should().Be(server.Host.Issuer);
        foreach (var endpoint in document.EnumerateObject().Where(member => member.Name.EndsWith("_endpoint", StringComparison.Ordinal)))
        {
            endpoint.Value.GetString().Should().StartWith(server.Host.Issuer + "/");
            using var content = new FormUrlEncodedContent([]);
            using var response = await server.Host.Http.PostAsync(endpoint.Value.GetString(), content);

            // Those that are for people show them a page; the others ask who calls.
            var expected = endpoint.Name switch
            {
                "authorization_endpoint" => 400,
                "end_session_endpoint" => 200,
                _ => 401,
            };
            ((int)response.StatusCode).Should().Be(expected, endpoint.Name);
        }

        using var keys = await server.Host.Http.GetAsync(document.GetProperty("jwks_uri").GetString());
        keys.IsSuccessStatusCode.Should().BeTrue();
    }

    [Fact]
    public async Task Every_grant_that_is_announced_is_served_and_none_besides()
    {
        var announced = Strings(await DocumentAsync(), "grant_types_supported");
        announced.Should().NotBeEmpty().And.OnlyHaveUniqueItems();
        foreach (var grant in announced.Union(EveryGrant))
        {
            // The resource server may use no grant at all: it is told whether there is one by that name.
            var answer = await server.Host.As(TestClients.Api).PostAsync(Paths.Token, ("grant_type", grant));
            answer.Error.Should().Be(announced.Contains(grant) ? "unauthorized_client" : "unsupported_grant_type", grant);
        }
    }

    [Fact]
    public async Task Every_authentication_method_that_is_announced_is_served()
    {
        var document = await DocumentAsync();
        Strings(document, "token_endpoint_auth_methods_supported").Should().Equal("client_secret_basic", "client_secret_post", "private_key_jwt", "none");
        Strings(document, "revocation_endpoint_auth_methods_supported").Should().Equal("client_secret_basic", "client_secret_post", "private_key_jwt", "none");
        Strings(document, "introspection_endpoint_auth_methods_supported").Should().Equal("client_secret_basic", "client_secret_post", "private_key_jwt");
    }

    [Fact]
    [Spec("OIDC Discovery", "3")]
    [Spec("RFC 8414", "3.2")]
    public async Task The_document_lists_scopes_and_subject_types_and_has_no_empty_or_null_promise()
    {
        var document = await DocumentAsync();
        Strings(document, "scopes_supported").Should().BeEquivalentTo(TestClients.AllScopes.Split(' '));
        Strings(document, "subject_types_supported").Should().Equal("public");
        document.EnumerateObject().Should().NotContain(member => member.Value.ValueKind == JsonValueKind.Null);
        document.EnumerateObject().Should().NotContain(member => member.Value.ValueKind == JsonValueKind.Array && member.Value.GetArrayLength() == 0);
    }

    [Fact]
    [Spec("OIDC RP-Initiated Logout", "2.1")]
    [Spec("OIDC Back-Channel Logout", "2.1")]
    public async Task Logouts_are_announced()
    {
        var document = await DocumentAsync();
        document.GetProperty("end_session_endpoint").GetString().Should().Be(server.Host.Issuer + Paths.EndSession);
        document.GetProperty("backchannel_logout_supported").GetBoolean().Should().BeTrue();
        document.GetProperty("backchannel_logout_session_supported").GetBoolean().Should().BeTrue();
    }

    private async Task<JsonElement> DocumentAsync() => JsonElement.Parse(await server.Host.Http.GetStringAsync(Paths.OpenIdConfiguration));

    private static string[] Strings(JsonElement document, string member) => [.. document.GetProperty(member).EnumerateArray().Select(value => value.GetString()!)];
}
