using AuthServer.Interop.Tests.Conversations;
using AuthServer.Interop.Tests.Hosting;
using AuthServer.Testing;
using FluentAssertions;
using Xunit;

namespace AuthServer.Interop.Tests;

/// <summary>Sign-in by name and password, refresh, introspection and revocation, as four client libraries do it.</summary>
public sealed class PasswordSessionTests(InteropServer server) : IClassFixture<InteropServer>
{
    [Theory]
    [InlineData("openid-client", "first-party", "none")]
    [InlineData("openid-client", "first-party-web", "client_secret_basic")]
    [InlineData("openid-client", "first-party-web", "client_secret_post")]
    [InlineData("openid-client", "odd: first+party", "client_secret_basic")]
    [InlineData("oauth4webapi", "first-party", "none")]
    [InlineData("oauth4webapi", "first-party-web", "client_secret_basic")]
    [InlineData("oauth4webapi", "first-party-web", "client_secret_post")]
    [InlineData("oauth4webapi", "odd: first+party", "client_secret_basic")]
    [InlineData("authlib", "first-party", "none")]
    [InlineData("authlib", "first-party-web", "client_secret_basic")]
    [InlineData("authlib", "first-party-web", "client_secret_post")]
    [InlineData("requests-oauthlib", "first-party", "none")]
    [InlineData("requests-oauthlib", "first-party-web", "client_secret_basic")]
    [Spec("RFC 6749", "6")]
    [Spec("RFC 7009", "2.1")]
    [Spec("RFC 7662", "2.2")]
    public async Task A_session_is_opened_used_refreshed_inspected_and_revoked(string library, string client, string method)
    {
        var played = await server.PlayAsync(library, "session", InteropClients.AsItself(client, method));

        played.Strings("tokens", "scope").Should().BeEquivalentTo(InteropClients.Scope.Split(' '));
        played.Number("call", "status").Should().Be(200);
        played.Text("call", "body", "clientId").Should().Be(client);
        played.Text("refreshed", "refresh_token").Should().NotBe(played.Text("tokens", "refresh_token"));
        played.Flag("before", "active").Should().BeTrue();
        played.Text("before", "client_id").Should().Be(client);
        played.Flag("after", "active").Should().BeFalse();
        played.Text("afterwards").Should().Be("invalid_grant");
    }

    [Theory]
    [InlineData("openid-client")]
    [InlineData("oauth4webapi")]
    [Spec("RFC 6749", "6")]
    public async Task A_refresh_may_ask_for_less(string library)
    {
        var played = await server.PlayAsync(library, "session", InteropClients.AsItself("first-party", "none"));

        played.Strings("again", "scope").Should().BeEquivalentTo("openid", "api");
    }

    [Theory]
    [InlineData("authlib", "none")]
    [InlineData("authlib", "client_secret_basic")]
    [InlineData("requests-oauthlib", "none")]
    [InlineData("requests-oauthlib", "client_secret_basic")]
    public async Task A_library_that_refreshes_by_itself_calls_the_API_on_with_the_new_token(string library, string method)
    {
        var client = InteropClients.AsItself(method == "none" ? "first-party" : "first-party-web", method);

        var played = await server.PlayAsync(library, "session", client);

        played.Number("again", "status").Should().Be(200);
        played.Text("again", "body", "sid").Should().Be(played.Text("call", "body", "sid"));
        played.Text("refreshed", "access_token").Should().NotBe(played.Text("tokens", "access_token"));
        played.Strings("updates").Should().Equal(played.Text("refreshed", "refresh_token"));
    }

    [Theory]
    [InlineData("openid-client")]
    [InlineData("oauth4webapi")]
    [Spec("RFC 6749", "5.2")]
    public async Task A_wrong_password_is_an_error_that_the_library_understands(string library)
    {
        var played = await server.PlayAsync(library, "wrongPassword", InteropClients.AsItself("first-party", "none"));

        played.GetString().Should().Be("invalid_grant");
    }

    [Fact]
    [Spec("RFC 9068", "4")]
    public async Task An_access_token_passes_the_checks_of_another_s_resource_server()
    {
        var played = await server.PlayAsync("oauth4webapi", "session", InteropClients.AsItself("first-party", "none"));

        played.Text("claims", "iss").Should().Be(server.Host.Issuer);
        played.Text("claims", "client_id").Should().Be("first-party");
        played.Text("claims", "sub").Should().Be(played.Text("call", "body", "sub"));
    }
}
