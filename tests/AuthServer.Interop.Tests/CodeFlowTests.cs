using System.Text.Json;
using System.Web;
using AuthServer.Interop.Tests.Conversations;
using AuthServer.Interop.Tests.Hosting;
using AuthServer.Testing;
using FluentAssertions;
using Xunit;

namespace AuthServer.Interop.Tests;

/// <summary>
/// Sign-in by browser with authorization code and PKCE, as four client libraries do it. The libraries check <c>state</c>, <c>nonce</c>, <c>iss</c>,
/// the ID token and its signature; a test fails when they complain.
/// </summary>
public sealed class CodeFlowTests(InteropServer server) : IClassFixture<InteropServer>
{
    [Theory]
    [InlineData("openid-client", "native", "none")]
    [InlineData("openid-client", "web", "client_secret_basic")]
    [InlineData("openid-client", "web", "client_secret_post")]
    [InlineData("oauth4webapi", "native", "none")]
    [InlineData("oauth4webapi", "web", "client_secret_basic")]
    [InlineData("oauth4webapi", "web", "client_secret_post")]
    [Spec("RFC 7636", "4")]
    [Spec("RFC 9207", "2")]
    [Spec("OIDC Core", "3.1")]
    public async Task A_user_signs_in(string library, string client, string method)
    {
        var played = await PlayAsync(library, client, method, new { });

        ShouldBeWhole(played, client);
        played.Text("answer", "parameters", "iss").Should().Be(server.Host.Issuer);
        played.Text("tokens", "token_type").Should().BeEquivalentTo("Bearer");
    }

    [Theory]
    [InlineData("openid-client", "web", "client_secret_basic")]
    [InlineData("openid-client", "jwt", "private_key_jwt")]
    [InlineData("oauth4webapi", "web", "client_secret_basic")]
    [InlineData("oauth4webapi", "jwt", "private_key_jwt")]
    [Spec("RFC 9126", "2")]
    public async Task The_request_is_pushed(string library, string client, string method)
    {
        var played = await PlayAsync(library, client, method, new { pushed = true });

        ShouldBeWhole(played, client);
        HttpUtility.ParseQueryString(new Uri(played.Text("url")!).Query).AllKeys.Should().BeEquivalentTo("client_id", "request_uri");
    }

    [Theory]
    [InlineData("openid-client", "native", "none", false)]
    [InlineData("openid-client", "jwt", "private_key_jwt", true)]
    [InlineData("oauth4webapi", "native", "none", false)]
    [InlineData("oauth4webapi", "jwt", "private_key_jwt", true)]
    [Spec("RFC 9449", "8")]
    [Spec("RFC 9449", "10")]
    public async Task Tokens_are_bound_to_the_client_s_key(string library, string client, string method, bool pushed)
    {
        var played = await PlayAsync(library, client, method, new { pushed, dpop = true });

        ShouldBeWhole(played, client);
        played.Text("tokens", "token_type").Should().BeEquivalentTo("DPoP");
        played.Text("refreshed", "token_type").Should().BeEquivalentTo("DPoP");
        played.Number("nonces").Should().BePositive("the server and the API want their nonces in proofs");
    }

    [Theory]
    [InlineData("openid-client")]
    [InlineData("oauth4webapi")]
    [Spec("OAuth 2.0 Form Post Response Mode", "2")]
    public async Task The_answer_is_posted_by_a_form(string library)
    {
        var played = await PlayAsync(library, "web", "client_secret_basic", new { responseMode = "form_post" });

        ShouldBeWhole(played, "web");
        played.Text("answer", "url").Should().Be(InteropClients.RedirectUri);
    }

    [Theory]
    [InlineData("openid-client", "native", "none")]
    [InlineData("openid-client", "web", "client_secret_basic")]
    [InlineData("oauth4webapi", "native", "none")]
    [InlineData("oauth4webapi", "web", "client_secret_basic")]
    [Spec("OIDC RP-Initiated Logout", "3")]
    public async Task A_user_signs_out(string library, string client, string method)
    {
        var played = await PlayAsync(library, client, method, new { signOut = true });

        played.Text("left", "url").Should().Be($"{InteropClients.PostLogoutRedirectUri}?state={played.Text("state")}");
    }

    [Theory]
    [InlineData("authlib", "native", "none")]
    [InlineData("authlib", "web", "client_secret_basic")]
    [InlineData("requests-oauthlib", "native", "none")]
    [InlineData("requests-oauthlib", "web", "client_secret_basic")]
    public async Task A_user_signs_in_to_a_program_in_Python(string library, string client, string method)
    {
        var played = await PlayAsync(library, client, method, new { });

        played.Number("call", "status").Should().Be(200);
        played.Text("userinfo", "sub").Should().Be(played.Text("call", "body", "sub"));
        played.Text("refreshed", "refresh_token").Should().NotBe(played.Text("tokens", "refresh_token"));
    }

    private Task<JsonElement> PlayAsync(string library, string client, string method, object with) =>
        server.PlayAsync(library, "code", InteropClients.AsItself(client, method), with: with);

    /// <summary>Everything that the tokens are for has worked.</summary>
    private static void ShouldBeWhole(JsonElement played, string client)
    {
        played.Strings("tokens", "scope").Should().BeEquivalentTo(InteropClients.Scope.Split(' '));
        played.Text("claims", "sub").Should().Be(played.Text("call", "body", "sub")).And.Be(played.Text("userinfo", "sub"));
        played.Text("claims", "sid").Should().Be(played.Text("call", "body", "sid"));
        played.Text("userinfo", "email").Should().NotBeNullOrEmpty();
        played.Number("call", "status").Should().Be(200);
        played.Text("call", "body", "clientId").Should().Be(client);
        played.Text("refreshed", "refresh_token").Should().NotBe(played.Text("tokens", "refresh_token"));
        played.Number("again", "status").Should().Be(200);
    }
}
