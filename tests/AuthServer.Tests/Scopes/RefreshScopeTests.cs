using AuthServer.Testing;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Scopes;

[Spec("RFC 6749", "6")]
public sealed class RefreshScopeTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private ClientApp App => server.Host.As(TestClients.App);

    [Fact]
    public async Task A_refresh_may_narrow_and_the_next_has_everything_again()
    {
        var first = await App.SignInAsync(await server.Host.CreateUserAsync(), scope: "openid offline_access api files");
        var narrow = await App.RefreshAsync(first.RefreshToken, scope: "files");
        narrow.Status.Should().Be(200, narrow.Body);
        narrow.Scope.Should().Be("files");
        (narrow.Claims.GetProperty("scope").GetString(), narrow.Claims.GetProperty("aud").GetString()).Should().Be(("files", "files"));

        var wide = await App.RefreshAsync(narrow.RefreshToken);
        wide.Scope.Should().Be("openid offline_access api files");
        (await App.RefreshAsync(wide.RefreshToken, scope: "openid offline_access api files")).Scope.Should().Be("openid offline_access api files");
    }

    [Theory]
    [InlineData("openid files")]
    [InlineData("openid offline_access api nothing")]
    [InlineData("openid OPENID")]
    public async Task A_refresh_that_asks_for_more_is_refused_and_the_session_untouched(string scope)
    {
        var first = await App.SignInAsync(await server.Host.CreateUserAsync(), scope: "openid offline_access api");
        var row = await server.Database.RowAsync(first.SessionId);
        var answer = await App.RefreshAsync(first.RefreshToken, scope);
        (answer.Status, answer.Error).Should().Be((400, "invalid_scope"));
        (await server.Database.RowAsync(first.SessionId)).Should().Be(row);
        (await App.RefreshAsync(first.RefreshToken)).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_retry_may_narrow_and_never_widens()
    {
        var first = await App.SignInAsync(await server.Host.CreateUserAsync(), scope: "openid offline_access api");
        var second = await App.RefreshAsync(first.RefreshToken);
        var row = await server.Database.RowAsync(first.SessionId);
        (await App.RefreshAsync(first.RefreshToken, scope: "files")).Error.Should().Be("invalid_scope");
        (await server.Database.RowAsync(first.SessionId)).Should().Be(row);
        var retry = await App.RefreshAsync(first.RefreshToken, scope: "api");
        (retry.Scope, retry.RefreshToken).Should().Be(("api", second.RefreshToken));
    }

    [Fact]
    public async Task Whoever_may_not_use_the_token_learns_nothing_of_its_scope()
    {
        var first = await App.SignInAsync(await server.Host.CreateUserAsync(), scope: "openid offline_access");
        (await server.Host.As(TestClients.OtherApp).RefreshAsync(first.RefreshToken, scope: "files")).Error.Should().Be("invalid_grant");
        await server.Database.BendAsync(first.SessionId, "ended_at = now(), end_reason = 1, ended_by = 'server'");
        (await App.RefreshAsync(first.RefreshToken, scope: "files")).Error.Should().Be("invalid_grant");
    }

    [Fact]
    public async Task Administration_is_for_administrators_and_ends_with_their_role()
    {
        const string asked = "openid offline_access authserver.admin";
        var nobody = await App.SignInAsync(await server.Host.CreateUserAsync(), scope: asked);
        nobody.Scope.Should().Be("openid offline_access");
        nobody.Claims.GetProperty("scope").GetString().Should().Be("openid offline_access");

        var user = await server.Host.CreateUserAsync(role: "admin");
        var administrator = await App.SignInAsync(user, scope: asked);
        administrator.Scope.Should().Be(asked);
        await server.Database.ExecuteAsync("""UPDATE users SET claims = '{"roles":[]}' WHERE id = @id""", ("id", user.Id));
        var demoted = await App.RefreshAsync(administrator.RefreshToken);
        demoted.Scope.Should().Be("openid offline_access");
        demoted.Claims.GetProperty("scope").GetString().Should().Be("openid offline_access");
    }
}
