using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.Json;
using AuthServer.Client.AspNetCore.BackChannel;
using AuthServer.Client.AspNetCore.Tests.Hosting;
using AuthServer.Core.Keys;
using AuthServer.Protocol.Jose;
using AuthServer.Testing;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Client.AspNetCore.Tests.BackChannel;

public sealed class BackChannelLogoutTests(WebFixture fixture) : IClassFixture<WebFixture>
{
    private BackEnd Web => fixture.Web;

    [Fact]
    [Spec("OIDC Back-Channel Logout", "2.5")]
    public async Task The_servers_word_reaches_the_application()
    {
        var (jar, user) = (new CookieJar(), await fixture.Server.CreateUserAsync());
        await fixture.SignInAsync(Web, jar, user);
        var session = (await Web.RefreshAsync(jar)).Text("session");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));

        await fixture.Server.ResetPasswordAsync(user, "An0ther-Passw0rd!");

        (await Web.Notices.NextAsync(patience.Token)).Should().Be(new LogoutNotice(user.Id.ToString(), session));
    }

    [Fact]
    public async Task A_logout_token_as_it_should_be_is_taken()
    {
        var answer = await TellAsync(Token());

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Headers.CacheControl!.NoStore.Should().BeTrue();
        (await Web.Notices.NextAsync(TestContext.Current.CancellationToken)).Should().Be(new LogoutNotice("alice", "s1"));
    }

    public static TheoryData<string> Flaws =>
        ["iss", "aud", "expired", "old", "no iat", "no jti", "no events", "other event", "event of a wrong form", "nonce", "nobody", "typ", "unsigned", "unknown key", "bad signature", "garbage"];

    [Theory]
    [MemberData(nameof(Flaws))]
    [Spec("OIDC Back-Channel Logout", "2.6")]
    public async Task Anything_else_is_refused(string flaw)
    {
        var answer = await TellAsync(Token(flaw));

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        Web.Notices.Waiting.Should().Be(0);
    }

    [Fact]
    public async Task Only_a_form_with_one_token_is_read()
    {
        using var json = new StringContent("{}", Encoding.UTF8, "application/json");
        (await Web.Http.PostAsync(new Uri("/backchannel-logout", UriKind.Relative), json)).StatusCode.Should().Be(HttpStatusCode.BadRequest);

        using var twice = new FormUrlEncodedContent([new("logout_token", "a"), new("logout_token", "b")]);
        (await Web.Http.PostAsync(new Uri("/backchannel-logout", UriKind.Relative), twice)).StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    private async Task<HttpResponseMessage> TellAsync(string token)
    {
        using var form = new FormUrlEncodedContent([new("logout_token", token)]);
        return await Web.Http.PostAsync(new Uri("/backchannel-logout", UriKind.Relative), form);
    }

    private string Token(string? flaw = null)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var claims = new Dictionary<string, object?>
        {
            ["iss"] = flaw == "iss" ? "https://evil.example" : fixture.Server.Issuer,
            ["aud"] = flaw == "aud" ? "another" : WebFixture.ClientId,
            ["iat"] = flaw switch { "no iat" => null, "old" => now - 3600, _ => now },
            ["exp"] = flaw == "expired" ? now - 120 : now + 120,
            ["jti"] = flaw == "no jti" ? null : "1",
            ["sub"] = flaw == "nobody" ? null : "alice",
            ["sid"] = flaw == "nobody" ? null : "s1",
            ["nonce"] = flaw == "nonce" ? "n" : null,
            ["events"] = flaw switch
            {
                "no events" => null,
                "other event" => new Dictionary<string, object> { ["http://schemas.openid.net/event/other"] = new { } },
                "event of a wrong form" => new Dictionary<string, object> { ["http://schemas.openid.net/event/backchannel-logout"] = true },
                _ => new Dictionary<string, object> { ["http://schemas.openid.net/event/backchannel-logout"] = new { } },
            },
        };
        var json = JsonSerializer.SerializeToUtf8Bytes(claims.Where(claim => claim.Value is not null).ToDictionary());
        using var foreign = SigningKey.Generate(JwsAlgorithm.ES256);
        var key = flaw == "unknown key" ? foreign : OwnKey();
        var token = JwtWriter.Sign(key, flaw == "typ" ? "at+jwt" : "logout+jwt", json);
        return flaw switch
        {
            "garbage" => "garbage",
            "unsigned" => $"{Base64Url.EncodeToString("""{"alg":"none","typ":"logout+jwt"}"""u8)}.{Base64Url.EncodeToString(json)}.",
            "bad signature" => token[..^6] + (token.EndsWith("AAAAAA", StringComparison.Ordinal) ? "BBBBBB" : "AAAAAA"),
            _ => token,
        };
    }

    /// <summary>A key that the server publishes.</summary>
    private SigningKey OwnKey() => fixture.Server.Services.GetRequiredService<SigningKeyRing>().AccessTokenKey!;
}
