using AuthServer.Endpoints;
using AuthServer.Testing;
using AuthServer.Tests.Dpop;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.ClientCredentials;

[Spec("RFC 6749", "4.4")]
public sealed class ClientCredentialsTests(ServiceServer server) : IClassFixture<ServiceServer>
{
    private ClientApp Service => server.Host.As(ServiceClients.Service);

    [Fact]
    [Spec("RFC 9068", "5")]
    [Spec("RFC 6749", "4.4.3")]
    public async Task A_client_gets_a_token_that_speaks_of_itself_and_nothing_to_refresh()
    {
        var before = DateTimeOffset.UtcNow.AddSeconds(-1).ToUnixTimeSeconds();
        var answer = await AskAsync(Service, scope: "api");
        answer.Status.Should().Be(200, answer.Body);
        answer.Members.Should().Equal("access_token", "token_type", "expires_in", "scope");
        answer.Headers.CacheControl!.NoStore.Should().BeTrue();
        answer.Claims.EnumerateObject().Select(claim => claim.Name).Should().Equal("iss", "sub", "aud", "client_id", "scope", "iat", "exp", "jti", "client_epoch");
        (Claim(answer, "sub"), Claim(answer, "client_id"), Claim(answer, "aud"), Claim(answer, "scope")).Should().Be(("service", "service", "api", "api"));
        answer.Claims.GetProperty("iat").GetInt64().Should().BeInRange(before, before + 60);
        (answer.Claims.GetProperty("exp").GetInt64() - answer.Claims.GetProperty("iat").GetInt64()).Should().Be(15 * 60);
        answer.Json.GetProperty("expires_in").GetInt64().Should().BeInRange(15 * 60 - 1, 15 * 60);
    }

    [Fact]
    [Spec("RFC 6749", "3.3")]
    public async Task Of_the_default_scopes_those_about_users_are_left_out()
    {
        (await AskAsync(Service)).Scope.Should().Be("api files authserver.admin");
        (await AskAsync(server.Host.As(ServiceClients.Modest))).Scope.Should().Be("api");
        ShouldRefuse(await AskAsync(server.Host.As(ServiceClients.UsersOnly)), "invalid_scope");
    }

    [Theory]
    [InlineData("openid")]
    [InlineData("api openid")]
    [InlineData("api profile")]
    [InlineData("api roles")]
    [InlineData("api offline_access")]
    [InlineData("api email")]
    [InlineData("api phone")]
    [InlineData("api unknown")]
    [InlineData("api  files")]
    [Spec("RFC 6749", "5.2")]
    public async Task A_scope_about_a_user_or_one_that_the_client_has_not_is_refused(string scope) => ShouldRefuse(await AskAsync(Service, scope), "invalid_scope");

    [Fact]
    public async Task Administration_is_for_clients_that_are_listed_for_it()
    {
        (await AskAsync(Service, "authserver.admin")).Scope.Should().Be("authserver.admin");
        ShouldRefuse(await AskAsync(server.Host.As(ServiceClients.Modest), "authserver.admin"), "invalid_scope");
    }

    [Fact]
    [Spec("RFC 8707", "2.2")]
    public async Task A_resource_narrows_the_audience_to_what_the_scopes_open()
    {
        (await AskAsync(Service, "api files", "files")).Claims.GetProperty("aud").GetString().Should().Be("files");
        (await AskAsync(Service, "api files")).Claims.GetProperty("aud").GetArrayLength().Should().Be(2);
        ShouldRefuse(await AskAsync(Service, "api", "files"), "invalid_target");
        ShouldRefuse(await AskAsync(Service, "api", "https://nowhere.example"), "invalid_target");
    }

    [Fact]
    [Spec("RFC 6749", "4.4.2")]
    public async Task Only_a_client_that_can_show_who_it_is_and_is_listed_for_the_grant_gets_a_token()
    {
        ShouldRefuse(await AskAsync(server.Host.As(ServiceClients.Public)), "unauthorized_client");
        ShouldRefuse(await AskAsync(server.Host.As(TestClients.Web)), "unauthorized_client");
        foreach (var secret in new[] { null, "wrong" })
        {
            var answer = await AskAsync(Service with { Secret = secret });
            (answer.Status, answer.Error).Should().Be((401, "invalid_client"), answer.Body);
        }
    }

    [Fact]
    [Spec("RFC 9449", "5")]
    public async Task A_proven_key_binds_the_token()
    {
        using var device = new Device(server.Host.Issuer);
        var answer = await device.SendAsync(Service, app => AskAsync(app, "api"));
        answer.Json.GetProperty("token_type").GetString().Should().Be("DPoP");
        answer.Claims.GetProperty("cnf").GetProperty("jkt").GetString().Should().Be(device.Thumbprint);
    }

    [Fact]
    public async Task Nothing_is_written_for_such_a_token()
    {
        await AskAsync(Service, "api");
        using var statements = new StatementCount(server.Database);
        (await AskAsync(Service, "api")).Status.Should().Be(200);
        statements.Texts.Should().HaveCountLessThanOrEqualTo(2).And.OnlyContain(text => text.TrimStart().StartsWith("SELECT", StringComparison.Ordinal));
    }

    private static Task<Answer> AskAsync(ClientApp app, string? scope = null, string? resource = null) =>
        app.PostAsync(Paths.Token, ("grant_type", "client_credentials"), ("scope", scope), ("resource", resource));

    private static string? Claim(Answer answer, string name) => answer.Claims.GetProperty(name).GetString();

    private static void ShouldRefuse(Answer answer, string error) => (answer.Status, answer.Error).Should().Be((400, error), answer.Body);
}
