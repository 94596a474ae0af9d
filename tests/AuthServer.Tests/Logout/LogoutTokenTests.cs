using AuthServer.Configuration;
using AuthServer.Endpoints;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Testing;
using AuthServer.Testing.Browser;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Logout;

/// <summary>Logout tokens as clients receive and check them, with another implementation's eyes.</summary>
[Spec("OIDC Back-Channel Logout", "2.4")]
public sealed class LogoutTokenTests(LogoutServer server) : IClassFixture<LogoutServer>, IDisposable
{
    private readonly ProgrammaticBrowser _browser = server.NewBrowser();

    [Fact]
    [Spec("OIDC Back-Channel Logout", "2.5")]
    [Spec("OIDC Back-Channel Logout", "2.6")]
    public async Task A_client_is_told_by_a_signed_token_that_its_session_has_ended()
    {
        var (user, session) = await SignInAsync(server.Clients.App);
        var before = DateTimeOffset.UtcNow.AddSeconds(-1).ToUnixTimeSeconds();

        await _browser.OpenAsync(LogoutServer.Url(("id_token_hint", session.IdToken)));

        var received = (await server.Receiver.OfAsync(session.SessionId)).Should().ContainSingle().Subject;
        (received.Path, received.ContentType).Should().Be(("app", "application/x-www-form-urlencoded"));
        received.Form.Keys.Should().Equal("logout_token");

        var (header, claims) = await JosePeer.VerifyAsync(received.Token, "RS256", "logout+jwt", await server.Host.Http.GetStringAsync(Paths.Keys));
        header["alg"]!.GetValue<string>().Should().Be("RS256");
        claims.AsObject().Select(claim => claim.Key).Should().BeEquivalentTo(["iss", "sub", "aud", "iat", "exp", "jti", "sid", "events"], "there is never a nonce");
        claims["iss"]!.GetValue<string>().Should().Be(server.Host.Issuer);
        claims["aud"]!.GetValue<string>().Should().Be("app");
        claims["sub"]!.GetValue<string>().Should().Be(user.Id.ToString("D"));
        claims["sid"]!.GetValue<string>().Should().Be(session.SessionId.ToString("D"));
        claims["jti"]!.GetValue<string>().Should().NotBeEmpty();
        claims["events"]!.ToJsonString().Should().Be("""{"http://schemas.openid.net/event/backchannel-logout":{}}""");
        var issued = claims["iat"]!.GetValue<long>();
        issued.Should().BeInRange(before, DateTimeOffset.UtcNow.AddSeconds(1).ToUnixTimeSeconds());
        (claims["exp"]!.GetValue<long>() - issued).Should().Be(120);
    }

    [Fact]
    public async Task A_logout_token_is_signed_as_the_client_s_id_tokens_are()
    {
        var (_, session) = await SignInAsync(server.Clients.Other);
        await server.Host.As(server.Clients.Other).RevokeAsync(session.RefreshToken);

        var received = (await server.Receiver.OfAsync(session.SessionId))[0];

        received.Path.Should().Be("other");
        var (header, _) = await JosePeer.VerifyAsync(received.Token, "ES256", "logout+jwt", await server.Host.Http.GetStringAsync(Paths.Keys));
        header["kid"]!.GetValue<string>().Should().NotBeEmpty();
    }

    [Fact]
    public async Task Every_token_of_a_session_carries_the_same_sid()
    {
        var (_, session) = await SignInAsync(server.Clients.App);
        var refreshed = await server.Host.As(server.Clients.App).RefreshAsync(session.RefreshToken);
        var introspected = await server.Host.As(server.Clients.Api).IntrospectAsync(refreshed.AccessToken);
        await server.Host.As(server.Clients.App).RevokeAsync(refreshed.RefreshToken);
        var logout = (await server.Receiver.OfAsync(session.SessionId))[0];

        new[]
        {
            Sid(session.IdToken), Sid(session.AccessToken), Sid(refreshed.AccessToken), introspected.Json.GetProperty("sid").GetString(), Sid(logout.Token),
        }.Should().AllBe(session.SessionId.ToString("D"));
    }

    [Fact]
    public async Task Each_client_is_told_of_its_own_sessions_whatever_ended_them()
    {
        var (user, first) = await SignInAsync(server.Clients.App);
        using var flow = server.Flow(server.Clients.Other, _browser);
        var second = await flow.SignInAsync(user);

        await server.Host.ResetPasswordAsync(user, "An0ther-Passw0rd!");

        (await server.Receiver.OfAsync(first.SessionId)).Should().ContainSingle().Which.Path.Should().Be("app");
        (await server.Receiver.OfAsync(second.SessionId)).Should().ContainSingle().Which.Path.Should().Be("other");
    }

    public void Dispose() => _browser.Dispose();

    private static string? Sid(string token) => new ReceivedLogout("", null, new Dictionary<string, string> { ["logout_token"] = token }).Claims.GetProperty("sid").GetString();

    private async Task<(AuthUser User, Answer Session)> SignInAsync(ClientDeclaration client)
    {
        var user = await server.NewUserAsync();
        using var flow = new CodeFlow(server.Host, client);
        var visit = await _browser.AuthorizeAsync(flow.Url(), user.UserName!, AuthServerHost.Password);
        return (user, await flow.ExchangeAsync(visit.Code!));
    }
}
