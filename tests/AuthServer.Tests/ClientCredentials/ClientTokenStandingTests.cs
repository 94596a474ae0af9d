using AuthServer.Endpoints;
using AuthServer.Testing;
using AuthServer.Testing.PostgreSql;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.ClientCredentials;

/// <summary>A token without a session stands as long as its client does.</summary>
public sealed class ClientTokenStandingTests(PostgreSqlFixture postgreSql) : IAsyncLifetime
{
    private const string Inactive = """{"active":false}""";

    private TestDatabase _database = null!;
    private AuthServerHost _host = null!;

    private ClientApp Service => _host.As(ServiceClients.Service);

    public async ValueTask InitializeAsync()
    {
        _database = await postgreSql.CreateDatabaseAsync();
        _host = await AuthServerHost.StartAsync(_database, ServiceClients.Settings);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    [Spec("RFC 7662", "2.2")]
    public async Task It_is_active_for_its_client_and_its_audience_and_nobody_else()
    {
        var token = await TokenAsync();
        var answer = await Service.IntrospectAsync(token);
        answer.IsActive.Should().BeTrue(answer.Body);
        answer.Json.GetProperty("sub").GetString().Should().Be("service");
        (await _host.As(TestClients.Api).IntrospectAsync(token)).IsActive.Should().BeTrue();
        (await _host.As(TestClients.FilesApi).IntrospectAsync(token)).Body.Should().Be(Inactive);
        (await _host.As(TestClients.Web).IntrospectAsync(token)).Body.Should().Be(Inactive);
    }

    [Theory]
    [InlineData("UPDATE clients SET disabled = TRUE, version = version + 1 WHERE id = 'service'")]
    [InlineData("UPDATE clients SET epoch = epoch + 1 WHERE id = 'service'")]
    [InlineData("DELETE FROM clients WHERE id = 'service'")]
    [Spec("RFC 7662", "2.2")]
    public async Task It_is_inactive_at_once_when_its_client_has_gone_or_has_ended_all_that_was_its_own(string statement)
    {
        var token = await TokenAsync();
        (await _host.As(TestClients.Api).IntrospectAsync(token)).IsActive.Should().BeTrue();
        await _database.ExecuteAsync(statement);
        (await _host.As(TestClients.Api).IntrospectAsync(token)).Body.Should().Be(Inactive);
    }

    [Fact]
    [Spec("RFC 7009", "2.2")]
    public async Task Revocation_answers_as_a_success_and_the_token_lives_its_time()
    {
        var token = await TokenAsync();
        var answer = await Service.RevokeAsync(token);
        (answer.Status, answer.Body).Should().Be((200, "{}"));
        (await Service.IntrospectAsync(token)).IsActive.Should().BeTrue("without a session it cannot be revoked singly");
    }

    [Fact]
    [Spec("OIDC Core", "5.3")]
    public async Task It_opens_no_user_information()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Paths.UserInfo);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {await TokenAsync()}");
        using var response = await _host.Http.SendAsync(request);
        ((int)response.StatusCode).Should().Be(403);
    }

    [Fact]
    public async Task A_client_that_was_disabled_since_it_was_remembered_gets_none()
    {
        await TokenAsync();
        await _database.ExecuteAsync("UPDATE clients SET disabled = TRUE, version = version + 1 WHERE id = 'service'");
        var answer = await AskAsync();
        (answer.Status, answer.Error).Should().Be((401, "invalid_client"), answer.Body);
    }

    private async Task<string> TokenAsync() => (await AskAsync()).AccessToken;

    private Task<Answer> AskAsync() => Service.PostAsync(Paths.Token, ("grant_type", "client_credentials"), ("scope", "api"));
}
