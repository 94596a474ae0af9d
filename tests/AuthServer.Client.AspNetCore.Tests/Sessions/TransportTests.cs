using System.Net;
using AuthServer.Client.AspNetCore.Tests.Hosting;
using FluentAssertions;
using Microsoft.Net.Http.Headers;
using Xunit;

namespace AuthServer.Client.AspNetCore.Tests.Sessions;

public sealed class TransportTests(WebFixture fixture) : IClassFixture<WebFixture>
{
    [Fact]
    public async Task Over_TLS_every_cookie_is_this_hosts_own()
    {
        using var certificate = TestCertificate.Create();
        await using var web = await BackEnd.StartAsync(fixture.TlsPort, fixture.Configure, certificate, environment: "Production");
        var jar = new CookieJar();
        var user = await fixture.Server.CreateUserAsync();

        var begun = await web.OpenAsync("/auth/sign-in?return_to=/notes", jar);
        jar.Take(begun);
        var signedIn = await fixture.ComeBackAsync(web, jar, begun, user);
        var renewed = await web.RefreshAsync(jar);

        signedIn.Location.Should().Be("/notes");
        renewed.Status.Should().Be(HttpStatusCode.OK);
        foreach (var (answer, sameSite) in new[] { (begun, SameSiteMode.Lax), (renewed, SameSiteMode.Strict) })
        {
            answer.Cookies.Should().OnlyContain(cookie =>
                cookie.Name.StartsWith("__Host-authserver-rt", StringComparison.Ordinal)
                && cookie.Secure && cookie.HttpOnly && cookie.Path == "/" && !cookie.Domain.HasValue && cookie.SameSite == sameSite);
        }

        signedIn.RawCookies.Should().OnlyContain(cookie => cookie.Contains("; secure", StringComparison.Ordinal) && cookie.Contains("; httponly", StringComparison.Ordinal));
        jar.Take(renewed).Names.Should().ContainSingle();
        await fixture.SignInAsync(web, jar, user);
        jar.Names.Should().ContainSingle("the callback sees what the new session takes the place of");
    }

    [Fact]
    public async Task Plain_HTTP_outside_of_Development_keeps_nothing()
    {
        await using var web = await BackEnd.StartAsync(fixture.SecondPort, fixture.Configure, environment: "Production");

        foreach (var answer in new[] { await web.OpenAsync("/auth/sign-in", new CookieJar()), await web.RefreshAsync(new CookieJar()), await web.OpenAsync("/signin-callback", new CookieJar()) })
        {
            answer.Status.Should().Be(HttpStatusCode.InternalServerError);
            answer.Text("error").Should().Be("https_required");
            answer.RawCookies.Should().BeEmpty();
        }

        web.Log.All.Should().Contain(line => line.Contains("ForwardedHeaders", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Plain_HTTP_by_another_name_than_this_machines_keeps_nothing_either()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/auth/sign-in");
        request.Headers.Host = "web.example";

        using var answer = await fixture.Web.Http.SendAsync(request);

        answer.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
    }
}
