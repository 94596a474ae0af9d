using AuthServer.Interop.Tests.Conversations;
using AuthServer.Interop.Tests.Hosting;
using AuthServer.Testing;
using FluentAssertions;
using Xunit;

namespace AuthServer.Interop.Tests;

/// <summary>Programs on their own behalf and on behalf of others, as four client libraries write them.</summary>
public sealed class MachineTests(InteropServer server) : IClassFixture<InteropServer>
{
    [Theory]
    [InlineData("openid-client", "machine", "client_secret_basic", false)]
    [InlineData("openid-client", "machine", "client_secret_post", true)]
    [InlineData("openid-client", "jwt", "private_key_jwt", false)]
    [InlineData("openid-client", "jwt", "private_key_jwt", true)]
    [InlineData("oauth4webapi", "machine", "client_secret_basic", false)]
    [InlineData("oauth4webapi", "machine", "client_secret_post", true)]
    [InlineData("oauth4webapi", "jwt", "private_key_jwt", false)]
    [InlineData("oauth4webapi", "jwt", "private_key_jwt", true)]
    [InlineData("authlib", "machine", "client_secret_basic", false)]
    [InlineData("requests-oauthlib", "machine", "client_secret_basic", false)]
    [Spec("RFC 6749", "4.4")]
    public async Task A_program_calls_the_API_for_itself(string library, string client, string method, bool dpop)
    {
        var played = await server.PlayAsync(library, "machine", InteropClients.AsItself(client, method), scope: "api", with: new { dpop });

        played.Number("call", "status").Should().Be(200);
        played.Text("call", "body", "clientId").Should().Be(client);
        played.Text("tokens", "token_type").Should().BeEquivalentTo(dpop ? "DPoP" : "Bearer");
        played.At("tokens").Has("refresh_token").Should().BeFalse();
    }

    [Fact]
    public async Task A_library_that_renews_by_itself_takes_another_token()
    {
        var played = await server.PlayAsync("authlib", "machine", InteropClients.AsItself("machine", "client_secret_basic"), scope: "api");

        played.Number("again", "status").Should().Be(200);
        played.Text("renewed", "access_token").Should().NotBe(played.Text("tokens", "access_token"));
    }

    [Theory]
    [InlineData("openid-client")]
    [InlineData("oauth4webapi")]
    [Spec("RFC 8693", "2")]
    public async Task A_program_exchanges_a_user_s_token_for_one_of_its_own(string library)
    {
        var with = new { front = InteropClients.AsItself("first-party", "none"), scope = "api" };

        var played = await server.PlayAsync(library, "exchange", InteropClients.AsItself("files", "client_secret_basic"), "openid api files", with);

        played.Number("call", "status").Should().Be(200);
        played.Text("call", "body", "clientId").Should().Be("files");
        played.Text("call", "body", "sub").Should().Be(played.Text("before", "body", "sub"));
        played.Text("tokens", "issued_token_type").Should().Be("urn:ietf:params:oauth:token-type:access_token");
    }
}
