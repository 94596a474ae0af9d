using AuthServer.Configuration;
using AuthServer.Testing;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.TokenExchange;

[Spec("RFC 8693", "2.2.1")]
public sealed class TokenExchangeTests(ExchangeServer server) : IClassFixture<ExchangeServer>
{
    [Fact]
    [Spec("RFC 8693", "4.1")]
    public async Task A_client_that_may_delegate_acts_for_the_user_in_the_user_s_session()
    {
        var subject = await server.SignInAsync();
        var answer = await server.ExchangeAsync(ExchangeClients.Api, subject.AccessToken, ("audience", "files"), ("scope", "files"));
        answer.Status.Should().Be(200, answer.Body);
        answer.Members.Should().Equal("access_token", "token_type", "issued_token_type", "expires_in", "scope");
        answer.Json.GetProperty("issued_token_type").GetString().Should().Be(ExchangeServer.AccessToken);
        (answer.Json.GetProperty("token_type").GetString(), answer.Scope, Claim(answer, "aud"), Claim(answer, "client_id")).Should().Be(("Bearer", "files", "files", "api"));
        answer.Claims.GetProperty("act").GetRawText().Should().Be("""{"sub":"api"}""");
        foreach (var kept in new[] { "sub", "sid", "auth_time", "acr", "amr", "epoch" })
        {
            answer.Claims.GetProperty(kept).GetRawText().Should().Be(subject.Claims.GetProperty(kept).GetRawText(), kept);
        }
    }

    [Fact]
    [Spec("RFC 8693", "4.1")]
    public async Task Those_who_acted_before_are_named_inside_and_no_more_than_five()
    {
        var token = (await server.SignInAsync()).AccessToken;
        for (var hop = 0; hop < 5; hop++)
        {
            token = (await server.ExchangeAsync(hop % 2 == 0 ? ExchangeClients.Api : ExchangeClients.Files, token)).AccessToken;
        }

        var again = await server.ExchangeAsync(ExchangeClients.Api, token, ("scope", "files"));
        again.Claims.GetProperty("act").GetRawText().Should().Be(
            """{"sub":"api","act":{"sub":"files","act":{"sub":"api","act":{"sub":"files","act":{"sub":"api"}}}}}""", "who is named already is not named again");
        ShouldRefuse(await server.ExchangeAsync(ExchangeClients.Files, again.AccessToken), "invalid_request");
    }

    [Fact]
    [Spec("RFC 8693", "1.1")]
    public async Task A_client_that_may_impersonate_is_not_named_and_those_before_it_stay()
    {
        var subject = await server.SignInAsync("openid api", ExchangeClients.Impersonator);
        var answer = await server.ExchangeAsync(ExchangeClients.Impersonator, subject.AccessToken);
        answer.Status.Should().Be(200, answer.Body);
        answer.Claims.TryGetProperty("act", out _).Should().BeFalse();
        ShouldRefuse(await WithActorAsync(ExchangeClients.Impersonator, subject.AccessToken), "unauthorized_client");

        var acted = await server.ExchangeAsync(ExchangeClients.Api, subject.AccessToken);
        acted.Claims.GetProperty("act").GetProperty("sub").GetString().Should().Be("api");
        ShouldRefuse(await server.ExchangeAsync(ExchangeClients.Impersonator, acted.AccessToken), "invalid_request");
    }

    [Fact]
    [Spec("RFC 8693", "2.1")]
    public async Task A_client_that_may_do_both_asks_for_delegation_by_an_actor_token()
    {
        var subject = await server.SignInAsync("openid api", ExchangeClients.Broker);
        (await server.ExchangeAsync(ExchangeClients.Broker, subject.AccessToken)).Claims.TryGetProperty("act", out _).Should().BeFalse();
        var delegated = await WithActorAsync(ExchangeClients.Broker, subject.AccessToken);
        delegated.Claims.GetProperty("act").GetRawText().Should().Be("""{"sub":"broker"}""");

        var impersonated = await server.ExchangeAsync(ExchangeClients.Broker, delegated.AccessToken);
        impersonated.Claims.GetProperty("act").GetRawText().Should().Be("""{"sub":"broker"}""", "no exchange makes an actor disappear");
    }

    [Fact]
    public async Task Scopes_are_within_those_of_the_token_and_of_the_client()
    {
        var subject = await server.SignInAsync("openid offline_access api");
        (await server.ExchangeAsync(ExchangeClients.Api, subject.AccessToken)).Scope.Should().Be("openid api", "nothing promises a refresh token");
        (await server.ExchangeAsync(ExchangeClients.Api, subject.AccessToken, ("scope", "api"))).Scope.Should().Be("api");
        foreach (var scope in new[] { "files", "api files", "offline_access", "unknown", "api  openid" })
        {
            ShouldRefuse(await server.ExchangeAsync(ExchangeClients.Api, subject.AccessToken, ("scope", scope)), "invalid_scope");
        }

        var modest = await server.SignInAsync("api offline_access", ExchangeClients.Modest);
        (await server.ExchangeAsync(ExchangeClients.Modest, modest.AccessToken)).Scope.Should().Be("api");
        await server.Database.ExecuteAsync("UPDATE clients SET scopes = 'files', version = version + 1 WHERE id = 'modest'");
        ShouldRefuse(await server.ExchangeAsync(ExchangeClients.Modest, modest.AccessToken), "invalid_scope");
    }

    [Fact]
    public async Task Administration_goes_with_the_role_of_the_user()
    {
        var admin = await server.Host.CreateUserAsync(role: "admin");
        var subject = await server.Host.As(TestClients.App).SignInAsync(admin, scope: "api authserver.admin");
        (await server.ExchangeAsync(ExchangeClients.Api, subject.AccessToken)).Scope.Should().Be("api authserver.admin");
        await server.Database.ExecuteAsync("""UPDATE users SET claims = '{"roles":[]}' WHERE id = @id""", ("id", admin.Id));
        (await server.ExchangeAsync(ExchangeClients.Api, subject.AccessToken)).Scope.Should().Be("api");
    }

    [Theory]
    [InlineData("audience")]
    [InlineData("resource")]
    [Spec("RFC 8693", "2.2.2")]
    public async Task The_audience_is_within_what_the_user_agreed_to(string parameter)
    {
        var subject = await server.SignInAsync("api files");
        (await server.ExchangeAsync(ExchangeClients.Api, subject.AccessToken)).Claims.GetProperty("aud").GetArrayLength().Should().Be(2);
        Claim(await server.ExchangeAsync(ExchangeClients.Api, subject.AccessToken, (parameter, "files")), "aud").Should().Be("files");
        ShouldRefuse(await server.ExchangeAsync(ExchangeClients.Api, subject.AccessToken, (parameter, "elsewhere")), "invalid_target");
        ShouldRefuse(await server.ExchangeAsync(ExchangeClients.Api, subject.AccessToken, (parameter, "files"), ("scope", "api")), "invalid_target");
    }

    [Fact]
    public async Task A_token_does_not_outlive_the_one_that_it_was_exchanged_for()
    {
        var subject = await server.SignInAsync("api files", ExchangeClients.ShortApp);
        var once = await server.ExchangeAsync(ExchangeClients.Api, subject.AccessToken);
        var twice = await server.ExchangeAsync(ExchangeClients.Files, once.AccessToken);
        foreach (var answer in new[] { once, twice })
        {
            answer.Claims.GetProperty("exp").GetInt64().Should().BeLessThanOrEqualTo(subject.Claims.GetProperty("exp").GetInt64());
            answer.Json.GetProperty("expires_in").GetInt64().Should().BeInRange(50, 100);
        }
    }

    [Fact]
    public async Task Nothing_is_written()
    {
        var subject = await server.SignInAsync();
        await server.ExchangeAsync(ExchangeClients.Api, subject.AccessToken);
        using var statements = new StatementCount(server.Database);
        (await server.ExchangeAsync(ExchangeClients.Api, subject.AccessToken)).Status.Should().Be(200);
        statements.Texts.Should().HaveCountLessThanOrEqualTo(4).And.OnlyContain(text => text.TrimStart().StartsWith("SELECT", StringComparison.Ordinal));
    }

    private async Task<Answer> WithActorAsync(ClientDeclaration client, string subjectToken) => await server.ExchangeAsync(
        client, subjectToken, ("actor_token", await server.OwnTokenAsync(client)), ("actor_token_type", ExchangeServer.AccessToken));

    private static string? Claim(Answer answer, string name) => answer.Claims.GetProperty(name).GetString();

    private static void ShouldRefuse(Answer answer, string error) => (answer.Status, answer.Error).Should().Be((400, error), answer.Body);
}
