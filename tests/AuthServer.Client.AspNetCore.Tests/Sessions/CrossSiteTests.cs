using System.Net;
using AuthServer.Client.AspNetCore.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Client.AspNetCore.Tests.Sessions;

public sealed class CrossSiteTests(WebFixture fixture) : IClassFixture<WebFixture>
{
    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Site", "none")]
    [InlineData("X-Requested-With", null)]
    [InlineData("X-Requested-With", "XMLHttpRequest")]
    public async Task Another_sites_call_is_refused_before_anything_happens(string header, string? value)
    {
        var jar = await fixture.SignedInAsync();
        var posts = fixture.Web.Faults.Posts;

        foreach (var path in new[] { "/auth/refresh", "/auth/sign-out" })
        {
            var answer = await fixture.Web.PostAsync(path, jar, (header, value));

            answer.Status.Should().Be(HttpStatusCode.Forbidden);
            answer.RawCookies.Should().BeEmpty();
            answer.Body.Should().NotContain("token");
        }

        fixture.Web.Faults.Posts.Should().Be(posts);
        (await fixture.Web.RefreshAsync(jar)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_browser_without_Fetch_Metadata_is_told_by_its_Origin()
    {
        var jar = await fixture.SignedInAsync();

        (await fixture.Web.PostAsync("/auth/refresh", jar, ("Sec-Fetch-Site", null), ("Sec-Fetch-Mode", null))).Status.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("Sec-Fetch-Mode", "no-cors")]
    [InlineData("Sec-Fetch-Dest", "iframe")]
    public async Task A_sign_in_begins_and_ends_with_a_navigation_of_the_whole_page(string header, string value)
    {
        foreach (var path in new[] { "/auth/sign-in", "/signin-callback?state=x&code=y" })
        {
            var answer = await fixture.Web.OpenAsync(path, new CookieJar(), (header, value));

            answer.Status.Should().Be(HttpStatusCode.Forbidden);
            answer.RawCookies.Should().BeEmpty();
        }
    }

    [Theory]
    [InlineData("/auth/refresh")]
    [InlineData("/auth/sign-out")]
    public async Task A_link_does_nothing(string path) =>
        (await fixture.Web.OpenAsync(path, await fixture.SignedInAsync())).Status.Should().Be(HttpStatusCode.MethodNotAllowed);
}
