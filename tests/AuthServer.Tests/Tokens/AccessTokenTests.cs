using System.Text.Json;
using AuthServer.Endpoints;
using AuthServer.Protocol.Jose;
using AuthServer.Testing;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Tokens;

public sealed class AccessTokenTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    [Spec("RFC 9068", "2.1")]
    [Spec("RFC 9068", "2.2")]
    public async Task An_access_token_verifies_under_a_published_key_and_says_what_RFC_9068_asks()
    {
        var user = await server.Host.CreateUserAsync(role: "editor");
        var before = DateTimeOffset.UtcNow.AddSeconds(-2);
        var answer = await server.Host.As(TestClients.Web).SignInAsync(user, scope: "openid roles offline_access api");
        var claims = await VerifiedAsync(answer.AccessToken);

        claims.Issuer.Should().Be(server.Host.Issuer);
        claims.Subject.Should().Be(user.Id.ToString("D"));
        claims.Audiences.Should().Equal("api");
        claims.ClientId.Should().Be("web");
        claims.GetString("scope").Should().Be("openid roles offline_access api");
        claims.IssuedAt.Should().BeOnOrAfter(before).And.BeBefore(before.AddMinutes(1));
        (claims.ExpiresAt - claims.IssuedAt).Should().Be(TimeSpan.FromMinutes(15));
        Guid.TryParse(claims.JwtId, out _).Should().BeTrue();
        Guid.TryParse(claims.SessionId, out _).Should().BeTrue();
        claims.AuthenticatedAt.Should().Be(claims.IssuedAt);
        claims.GetString("acr").Should().Be("1");
        claims.GetStrings("amr").Should().Equal("pwd");
        claims.GetStrings("roles").Should().Equal("editor");
        claims.GetInt64("epoch").Should().Be(1);
        claims.Get("client_epoch")!.Value.ValueKind.Should().Be(JsonValueKind.Number);
        claims.Get("cnf").Should().BeNull();
    }

    [Fact]
    [Spec("RFC 9068", "2.2.1")]
    public async Task A_refresh_keeps_the_session_and_the_time_of_authentication_and_has_an_id_of_its_own()
    {
        var client = server.Host.As(TestClients.App);
        var first = await client.SignInAsync(await server.Host.CreateUserAsync());
        await server.Database.BendAsync(first.SessionId, "authenticated_at = authenticated_at - interval '1 hour'");
        var (old, renewed) = (await VerifiedAsync(first.AccessToken), await VerifiedAsync((await client.RefreshAsync(first.RefreshToken)).AccessToken));
        renewed.SessionId.Should().Be(old.SessionId);
        renewed.JwtId.Should().NotBe(old.JwtId);
        renewed.AuthenticatedAt.Should().Be(old.AuthenticatedAt - TimeSpan.FromHours(1));
    }

    [Fact]
    [Spec("RFC 8707", "2")]
    [Spec("RFC 9068", "2.2.3")]
    [Spec("RFC 9068", "3")]
    public async Task The_audience_follows_from_the_scope()
    {
        var client = server.Host.As(TestClients.App);
        var user = await server.Host.CreateUserAsync();
        (await VerifiedAsync((await client.SignInAsync(user, scope: "api files")).AccessToken)).Audiences.Should().Equal("api", "files");
        (await VerifiedAsync((await client.SignInAsync(user, scope: "files")).AccessToken)).Audiences.Should().Equal("files");
        (await VerifiedAsync((await client.SignInAsync(user, scope: "openid")).AccessToken)).Audiences.Should().Equal(server.Host.Issuer);
    }

    [Fact]
    public async Task Roles_are_told_only_with_their_scope_and_read_anew_at_each_refresh()
    {
        var user = await server.Host.CreateUserAsync(role: "editor");
        var client = server.Host.As(TestClients.App);
        var without = await client.SignInAsync(user, scope: "openid api");
        without.Claims.TryGetProperty("roles", out _).Should().BeFalse();

        var first = await client.SignInAsync(user);
        await server.Database.ExecuteAsync("""UPDATE users SET claims = '{"roles":[]}' WHERE id = @id""", ("id", user.Id));
        (await VerifiedAsync((await client.RefreshAsync(first.RefreshToken)).AccessToken)).GetStrings("roles").Should().BeEmpty();
    }

    [Fact]
    public async Task An_access_token_never_outlives_its_session()
    {
        var client = server.Host.As(TestClients.App);
        var first = await client.SignInAsync(await server.Host.CreateUserAsync());
        await server.Database.BendAsync(first.SessionId, "absolute_expires_at = clock_timestamp() + interval '100 seconds'");
        var second = await client.RefreshAsync(first.RefreshToken);
        second.Json.GetProperty("expires_in").GetInt32().Should().BeInRange(80, 100);
        second.Json.GetProperty("refresh_token_expires_in").GetInt32().Should().BeInRange(80, 100);
        var absolute = await server.Database.SessionAsync<DateTimeOffset>(first.SessionId, "absolute_expires_at");
        (await VerifiedAsync(second.AccessToken)).ExpiresAt.Should().BeOnOrBefore(absolute);
    }

    private async Task<JwtClaims> VerifiedAsync(string token)
    {
        var published = await server.Host.Http.GetByteArrayAsync(Paths.Keys);
        JsonWebKeySet.TryParse(published, out var set).Should().BeTrue();
        using var keys = new VerificationKeySet(set!);
        return JwtReader.Read(token, "at+jwt", keys).Should().BeOfType<JwtResult.Verified>().Subject.Claims;
    }
}
