using AuthServer.Configuration;
using AuthServer.Testing;
using AuthServer.Testing.PostgreSql;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.TokenExchange;

/// <summary>However often a token was exchanged, it ends with what it came from.</summary>
public sealed class ExchangeRevocationTests(PostgreSqlFixture postgreSql) : IAsyncLifetime
{
    private const string Inactive = """{"active":false}""";

    private readonly ExchangeServer _server = new(postgreSql);

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("UPDATE users SET epoch = epoch + 1")]
    [InlineData("UPDATE users SET disabled = TRUE")]
    [InlineData("UPDATE clients SET epoch = epoch + 1 WHERE id = 'app'")]
    [InlineData("UPDATE clients SET disabled = TRUE, version = version + 1 WHERE id = 'app'")]
    [InlineData("UPDATE sessions SET ended_at = now(), end_reason = 1, ended_by = 'server'")]
    [InlineData("UPDATE sessions SET absolute_expires_at = clock_timestamp()")]
    public async Task A_chain_of_exchanges_ends_with_the_user_the_session_and_its_client(string statement)
    {
        var (subject, once, twice) = await ChainAsync();
        await ShouldBeAsync(active: true, once, twice);

        await _server.Database.ExecuteAsync(statement);

        await ShouldBeAsync(active: false, subject, once, twice);
        ShouldRefuse(await _server.ExchangeAsync(ExchangeClients.Api, subject.AccessToken));
        ShouldRefuse(await _server.ExchangeAsync(ExchangeClients.Files, once.AccessToken));
        ShouldRefuse(await _server.ExchangeAsync(ExchangeClients.Files, twice.AccessToken));
    }

    [Fact]
    [Spec("RFC 7009", "2.1")]
    public async Task A_chain_of_exchanges_ends_when_the_session_s_client_revokes_its_token()
    {
        var (subject, once, twice) = await ChainAsync();
        (await _server.Host.As(TestClients.App).RevokeAsync(subject.RefreshToken)).Status.Should().Be(200);
        await ShouldBeAsync(active: false, subject, once, twice);
        ShouldRefuse(await _server.ExchangeAsync(ExchangeClients.Files, once.AccessToken));
    }

    [Theory]
    [InlineData("UPDATE clients SET epoch = epoch + 1 WHERE id = 'api'")]
    [InlineData("UPDATE clients SET disabled = TRUE, version = version + 1 WHERE id = 'api'")]
    public async Task What_others_got_from_a_client_ends_with_it(string statement)
    {
        var (subject, once, twice) = await ChainAsync();
        await _server.Database.ExecuteAsync(statement);
        await ShouldBeAsync(ExchangeClients.Files, active: true, subject);
        await ShouldBeAsync(ExchangeClients.Files, active: false, once, twice);
    }

    [Fact]
    public async Task A_token_names_the_clients_that_it_was_exchanged_through_with_their_epochs()
    {
        var (_, once, twice) = await ChainAsync();

        once.Claims.GetProperty("origin_client_epochs").EnumerateObject().Select(client => client.Name).Should().Equal("app");
        twice.Claims.GetProperty("origin_client_epochs").EnumerateObject().Select(client => client.Name).Should().Equal("app", "api");
        twice.Claims.GetProperty("origin_client_epochs").GetProperty("api").GetInt64().Should().Be(once.Claims.GetProperty("client_epoch").GetInt64());
    }

    [Theory]
    [InlineData("UPDATE clients SET epoch = epoch + 1 WHERE id = 'files'")]
    [InlineData("UPDATE clients SET disabled = TRUE, version = version + 1 WHERE id = 'files'")]
    public async Task What_a_client_has_by_exchange_ends_with_that_client_alone(string statement)
    {
        var (subject, once, twice) = await ChainAsync();
        await _server.Database.ExecuteAsync(statement);
        await ShouldBeAsync(active: true, subject, once);
        await ShouldBeAsync(active: false, twice);
    }

    [Fact]
    [Spec("RFC 7009", "2.2")]
    public async Task A_client_that_revokes_what_it_has_by_exchange_does_not_sign_the_user_out()
    {
        var (subject, once, _) = await ChainAsync();
        var answer = await _server.Host.As(ExchangeClients.Api).RevokeAsync(once.AccessToken);
        (answer.Status, answer.Body).Should().Be((200, "{}"));
        (await _server.Database.EndReasonAsync(subject.SessionId)).Should().BeNull();
        (await _server.Host.As(ExchangeClients.Files).RevokeAsync(once.AccessToken)).Error.Should().Be("invalid_grant", "it was issued to another client");
    }

    /// <summary>A user's token, what "api" has for it, and what "files" has for that.</summary>
    private async Task<(Answer Subject, Answer Once, Answer Twice)> ChainAsync()
    {
        var subject = await _server.SignInAsync();
        var once = await _server.ExchangeAsync(ExchangeClients.Api, subject.AccessToken);
        return (subject, once, await _server.ExchangeAsync(ExchangeClients.Files, once.AccessToken));
    }

    private Task ShouldBeAsync(bool active, params Answer[] answers) => ShouldBeAsync(ExchangeClients.Api, active, answers);

    private async Task ShouldBeAsync(ClientDeclaration asking, bool active, params Answer[] answers)
    {
        foreach (var answer in answers)
        {
            var introspected = await _server.Host.As(asking).IntrospectAsync(answer.AccessToken);
            introspected.IsActive.Should().Be(active, introspected.Body);
            if (!active)
            {
                introspected.Body.Should().Be(Inactive);
            }
        }
    }

    private static void ShouldRefuse(Answer answer) => (answer.Status, answer.Error).Should().Be((400, "invalid_request"), answer.Body);
}
