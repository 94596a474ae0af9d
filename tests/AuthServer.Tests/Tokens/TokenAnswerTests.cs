using System.Text;
using AuthServer.Configuration;
using AuthServer.Testing;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Tokens;

public sealed class TokenAnswerTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static readonly string[] FirstMembers = ["access_token", "token_type", "expires_in", "refresh_token", "refresh_token_expires_in", "id_token", "scope"];

    public static TheoryData<string> Clients => [.. new[] { TestClients.App, TestClients.Web, TestClients.Odd }.Select(client => client.Id)];

    [Theory]
    [MemberData(nameof(Clients))]
    [Spec("RFC 6749", "5.1")]
    [Spec("RFC 6749", "2.3.1")]
    public async Task A_client_signs_a_user_in_and_refreshes_with_its_credentials_in_the_body(string client) =>
        await SignInAndRefreshAsync(server.Host.As(TestClients.All.Single(each => each.Id == client)));

    [Theory]
    [MemberData(nameof(Clients))]
    [Spec("RFC 6749", "2.3.1")]
    public async Task A_confidential_client_signs_a_user_in_and_refreshes_by_the_authorization_header(string client)
    {
        var declared = TestClients.All.Single(each => each.Id == client);
        declared = declared.Secret is null ? TestClients.OtherWeb : declared;
        await SignInAndRefreshAsync(server.Host.As(declared) with { Authorization = Basic(declared) });
    }

    [Fact]
    [Spec("RFC 7617", "2")]
    public async Task The_name_of_the_scheme_is_read_without_regard_to_case()
    {
        var client = server.Host.As(TestClients.Web) with { Authorization = "bASIC " + Basic(TestClients.Web)["Basic ".Length..] };
        (await client.SignInAsync(await server.Host.CreateUserAsync())).Status.Should().Be(200);
    }

    [Fact]
    [Spec("RFC 6749", "5.1")]
    public async Task Without_offline_access_there_is_no_refresh_token()
    {
        var answer = await server.Host.As(TestClients.App).SignInAsync(await server.Host.CreateUserAsync(), scope: "openid api");
        answer.Members.Should().Equal("access_token", "token_type", "expires_in", "id_token", "scope");
        answer.Scope.Should().Be("openid api");
    }

    [Fact]
    [Spec("RFC 6749", "3.3")]
    public async Task A_request_that_names_no_scope_is_granted_the_default_ones_and_told_so()
    {
        var answer = await server.Host.As(TestClients.App).SignInAsync(await server.Host.CreateUserAsync());
        answer.Scope.Should().Be(TestClients.DefaultScopes);
    }

    [Fact]
    [Spec("RFC 6749", "3.2")]
    public async Task Parameters_that_nobody_knows_are_ignored_and_empty_ones_count_as_absent()
    {
        var user = await server.Host.CreateUserAsync();
        var answer = await server.Host.As(TestClients.App).PostAsync(
            "/connect/token", ("grant_type", "password"), ("username", user.UserName), ("password", AuthServerHost.Password), ("scope", ""), ("frobnicate", "1"), ("client_secret", ""));
        answer.Status.Should().Be(200, answer.Body);
        answer.Scope.Should().Be(TestClients.DefaultScopes);
    }

    private async Task SignInAndRefreshAsync(ClientApp client)
    {
        var first = await client.SignInAsync(await server.Host.CreateUserAsync());
        ShouldBeWhole(first, FirstMembers);
        var second = await client.RefreshAsync(first.RefreshToken);
        ShouldBeWhole(second, [.. FirstMembers.Where(member => member != "id_token")]);
        second.RefreshToken.Should().NotBe(first.RefreshToken);
        second.AccessToken.Should().NotBe(first.AccessToken);
        second.SessionId.Should().Be(first.SessionId);
    }

    private static void ShouldBeWhole(Answer answer, string[] members)
    {
        answer.Status.Should().Be(200, answer.Body);
        answer.ContentType.Should().Be("application/json");
        answer.Headers.CacheControl!.ToString().Should().Be("no-store");
        answer.Headers.Pragma.ToString().Should().Be("no-cache");
        answer.Members.Should().Equal(members);
        answer.Json.GetProperty("token_type").GetString().Should().Be("Bearer");
        answer.Json.GetProperty("expires_in").GetInt32().Should().Be(15 * 60);
        answer.Json.GetProperty("refresh_token_expires_in").GetInt32().Should().BeInRange((14 * 24 * 3600) - 1, 14 * 24 * 3600);
        answer.RefreshToken.Should().MatchRegex("^ar_[A-Za-z0-9_-]{94}$");
        answer.Scope.Should().Be(TestClients.DefaultScopes);
    }

    private static string Basic(ClientDeclaration client) =>
        $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Encoded(client.Id)}:{Encoded(client.Secret!)}"))}";

    // As a form encodes: a space becomes a plus.
    private static string Encoded(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);
}
