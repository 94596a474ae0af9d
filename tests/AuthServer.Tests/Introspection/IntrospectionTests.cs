using AuthServer.Testing;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Introspection;

[Spec("RFC 7662", "2.2")]
public sealed class IntrospectionTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Inactive = """{"active":false}""";

    private ClientApp Web => server.Host.As(TestClients.Web);

    [Fact]
    public async Task The_current_refresh_token_is_active_and_described_to_its_client()
    {
        var user = await server.Host.CreateUserAsync();
        var answer = await Web.IntrospectAsync((await Web.SignInAsync(user)).RefreshToken);
        answer.IsActive.Should().BeTrue();
        answer.Members.Should().Equal("active", "token_type", "sub", "client_id", "scope", "sid", "iat", "exp");
        answer.Json.GetProperty("token_type").GetString().Should().Be("refresh_token");
        answer.Json.GetProperty("sub").GetGuid().Should().Be(user.Id);
        answer.Json.GetProperty("client_id").GetString().Should().Be("web");
        answer.Scope.Should().Be(TestClients.DefaultScopes);
        answer.Headers.CacheControl!.NoStore.Should().BeTrue();
    }

    [Fact]
    public async Task An_access_token_is_described_by_its_own_claims_to_its_client_and_to_its_audience()
    {
        var first = await Web.SignInAsync(await server.Host.CreateUserAsync());
        foreach (var asking in new[] { TestClients.Web, TestClients.Api })
        {
            var answer = await server.Host.As(asking).IntrospectAsync(first.AccessToken);
            answer.IsActive.Should().BeTrue(asking.Id);
            answer.Members.Should().Equal(["active", "token_type", .. first.Claims.EnumerateObject().Select(claim => claim.Name)]);
            answer.Json.GetProperty("token_type").GetString().Should().Be("Bearer");
            answer.Json.GetProperty("jti").GetString().Should().Be(first.Claims.GetProperty("jti").GetString());
        }
    }

    [Fact]
    [Spec("RFC 7662", "4")]
    public async Task A_token_is_none_of_the_business_of_whom_it_is_not_for()
    {
        var first = await server.Host.As(TestClients.App).SignInAsync(await server.Host.CreateUserAsync(), scope: "openid offline_access api");
        foreach (var asking in new[] { TestClients.Web, TestClients.FilesApi })
        {
            (await server.Host.As(asking).IntrospectAsync(first.AccessToken)).Body.Should().Be(Inactive, asking.Id);
            (await server.Host.As(asking).IntrospectAsync(first.RefreshToken)).Body.Should().Be(Inactive, asking.Id);
        }

        (await server.Host.As(TestClients.Api).IntrospectAsync(first.RefreshToken)).Body.Should().Be(Inactive, "refresh tokens are for nobody but their client");
    }

    [Fact]
    public async Task A_token_that_is_not_current_is_inactive_and_the_session_unharmed()
    {
        var first = await Web.SignInAsync(await server.Host.CreateUserAsync());
        var second = await Web.RefreshAsync(first.RefreshToken);
        var third = await Web.RefreshAsync(second.RefreshToken);
        var row = await server.Database.RowAsync(first.SessionId);
        (await Web.IntrospectAsync(first.RefreshToken)).Body.Should().Be(Inactive);
        (await Web.IntrospectAsync(second.RefreshToken)).Body.Should().Be(Inactive);
        (await Web.IntrospectAsync(third.RefreshToken)).IsActive.Should().BeTrue();
        (await Web.IntrospectAsync(first.AccessToken)).IsActive.Should().BeTrue("a refresh does not kill the access token before it");
        (await server.Database.RowAsync(first.SessionId)).Should().Be(row, "introspection has no side effects");
    }

    [Theory]
    [InlineData("ended_at = now(), end_reason = 1, ended_by = 'server'")]
    [InlineData("idle_expires_at = clock_timestamp()")]
    [InlineData("absolute_expires_at = clock_timestamp()")]
    [InlineData("user_epoch = user_epoch - 1")]
    [InlineData("client_epoch = client_epoch - 1")]
    [Spec("RFC 7662", "4")]
    public async Task Tokens_of_a_session_that_has_ended_are_inactive_and_the_row_untouched(string bent)
    {
        var first = await Web.SignInAsync(await server.Host.CreateUserAsync());
        await server.Database.BendAsync(first.SessionId, bent);
        var row = await server.Database.RowAsync(first.SessionId);
        (await Web.IntrospectAsync(first.RefreshToken)).Body.Should().Be(Inactive);
        (await Web.IntrospectAsync(first.AccessToken)).Body.Should().Be(Inactive);
        (await server.Host.As(TestClients.Api).IntrospectAsync(first.AccessToken)).Body.Should().Be(Inactive);
        (await server.Database.RowAsync(first.SessionId)).Should().Be(row);
    }

    [Theory]
    [InlineData("disabled = TRUE")]
    [InlineData("epoch = epoch + 1")]
    public async Task Tokens_of_a_user_whose_sessions_have_ended_are_inactive(string bent)
    {
        var user = await server.Host.CreateUserAsync();
        var first = await Web.SignInAsync(user);
        await server.Database.ExecuteAsync($"UPDATE users SET {bent} WHERE id = @id", ("id", user.Id));
        (await Web.IntrospectAsync(first.RefreshToken)).Body.Should().Be(Inactive);
        (await Web.IntrospectAsync(first.AccessToken)).Body.Should().Be(Inactive);
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("ar_AAAA")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    public async Task What_is_no_token_is_inactive(string token) => (await Web.IntrospectAsync(token)).Body.Should().Be(Inactive);

    [Fact]
    [Spec("RFC 6749", "10.3")]
    [Spec("RFC 7662", "4")]
    public async Task An_expired_access_token_is_inactive_and_a_tampered_one_too()
    {
        var brief = await server.Host.As(TestClients.BriefApp).SignInAsync(await server.Host.CreateUserAsync());
        await Task.Delay(TimeSpan.FromSeconds(2.1));
        (await server.Host.As(TestClients.Api).IntrospectAsync(brief.AccessToken)).Body.Should().Be(Inactive);

        var first = await Web.SignInAsync(await server.Host.CreateUserAsync());
        var parts = first.AccessToken.Split('.');
        var tampered = $"{parts[0]}.{parts[1]}.{new string([.. parts[2].Reverse()])}";
        (await Web.IntrospectAsync(tampered)).Body.Should().Be(Inactive);
    }
}
