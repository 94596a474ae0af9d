using System.Net;
using AuthServer.Client.AspNetCore.Tests.Hosting;
using AuthServer.Tests.Processes;
using FluentAssertions;
using Xunit;

namespace AuthServer.Client.AspNetCore.Tests.Sessions;

/// <summary>A cookie that cannot be read is not the same as none.</summary>
public sealed class UnreadableCookieTests(WebFixture fixture) : IClassFixture<WebFixture>, IDisposable
{
    private readonly DirectoryInfo _keys = Directory.CreateTempSubdirectory("authserver-web-keys-");

    public void Dispose() => _keys.Delete(recursive: true);

    [Fact]
    public async Task While_the_keys_are_out_of_reach_nobody_is_signed_out_and_no_sign_out_is_claimed()
    {
        await using var one = await BackEnd.StartAsync(fixture.SecondPort, fixture.Configure, keys: _keys);
        var jar = await fixture.SignedInAsync(one);
        var storage = new FragileKeyStorage(_keys) { IsDown = true };
        await using var cold = await BackEnd.StartAsync(FreePort.Take(), fixture.Configure, keyStorage: storage);

        foreach (var path in new[] { "/auth/refresh", "/auth/sign-out" })
        {
            var answer = await cold.PostAsync(path, jar);

            answer.Status.Should().Be(HttpStatusCode.ServiceUnavailable);
            answer.Text("error").Should().Be("temporarily_unavailable");
            answer.RetryAfter.Should().BePositive();
            answer.RawCookies.Should().BeEmpty();
        }

        storage.IsDown = false;
        (await cold.RefreshAsync(jar)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("AAAA")]
    [InlineData("not.base64")]
    [InlineData("CfDJ8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_cookie_that_was_made_up_is_no_session_and_goes_with_a_sign_out(string value)
    {
        var jar = await fixture.SignedInAsync();
        jar.Take(new PageAnswer(HttpStatusCode.OK, null, null, null, [$"authserver-rt.0123456789abcdef.0={value}; path=/auth"], ""));
        var forged = new CookieJar().Take(new PageAnswer(HttpStatusCode.OK, null, null, null, [$"authserver-rt.0123456789abcdef.0={value}; path=/auth"], ""));

        (await fixture.Web.RefreshAsync(forged)).Text("reason").Should().Be("no_session");
        foreach (var browser in new[] { forged, jar })
        {
            var answer = await fixture.Web.PostAsync("/auth/sign-out", browser);

            answer.Status.Should().Be(HttpStatusCode.OK);
            browser.Take(answer).Names.Should().BeEmpty();
        }
    }
}
