using System.Net;
using AuthServer.Client.AspNetCore.Tests.Hosting;
using AuthServer.Testing;
using AuthServer.Testing.Browser;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Client.AspNetCore.Tests.Sessions;

public sealed class SignOutTests(WebFixture fixture) : IClassFixture<WebFixture>
{
    private BackEnd Web => fixture.Web;

    [Fact]
    [Spec("RFC 7009", "2.1")]
    public async Task A_sign_out_ends_the_session_at_the_server_and_deletes_the_cookie()
    {
        var jar = await fixture.SignedInAsync();
        var stolen = jar.Copy();

        var answer = await Web.PostAsync("/auth/sign-out", jar);

        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.CacheControl.Should().Be("no-store");
        jar.Take(answer).Names.Should().BeEmpty();
        (await Web.RefreshAsync(stolen)).Text("reason").Should().Be("signed_out");
    }

    [Fact]
    [Spec("OIDC RP-Initiated Logout", "2")]
    public async Task The_page_posts_itself_to_the_server_which_asks_nothing_and_sends_the_browser_back()
    {
        var (jar, user) = (new CookieJar(), await fixture.Server.CreateUserAsync());
        var begun = await Web.OpenAsync("/auth/sign-in", jar);
        jar.Take(begun);
        using var browser = new ProgrammaticBrowser(fixture.Server.Issuer);
        var back = await browser.AuthorizeAsync(begun.Location!, user.UserName!, AuthServerHost.Password);
        jar.Take(await Web.OpenAsync(back.Address.PathAndQuery, jar));

        var answer = await Web.PostAsync("/auth/sign-out", jar);

        answer.Text("location").Should().Be(fixture.Server.Issuer + "/connect/endsession");
        var fields = answer.Json.GetProperty("fields").EnumerateObject().Select(field => new HtmlField(field.Name, field.Value.GetString()!)).ToList();
        fields.Select(field => field.Name).Should().BeEquivalentTo("client_id", "post_logout_redirect_uri", "id_token_hint");
        var left = await browser.SubmitAsync(new HtmlForm(new Uri(answer.Text("location")!), HttpMethod.Post, fields, []));
        left.AsReturn().Address.Should().Be(new Uri(Web.Address + "/"));
        (await browser.OpenAsync(begun.Location!)).Should().BeOfType<Visit.Page>("the browser is not signed in at the server any more");
    }

    [Fact]
    public async Task Without_a_session_there_is_nothing_to_do()
    {
        var answer = await Web.PostAsync("/auth/sign-out", new CookieJar());

        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.Body.Should().Be("{}");
    }

    [Theory]
    [InlineData(BackChannelFault.Unreachable)]
    [InlineData(BackChannelFault.NeverAnswers)]
    [InlineData(BackChannelFault.Broken)]
    [InlineData(BackChannelFault.Busy)]
    public async Task While_the_server_has_not_heard_of_it_the_cookie_stays(BackChannelFault fault)
    {
        var jar = await fixture.SignedInAsync();
        Web.Faults.Next.Enqueue(fault);

        var answer = await Web.PostAsync("/auth/sign-out", jar);

        answer.Status.Should().Be(HttpStatusCode.ServiceUnavailable);
        answer.RetryAfter.Should().BePositive();
        answer.RawCookies.Should().BeEmpty();
        (await Web.PostAsync("/auth/sign-out", jar)).Status.Should().Be(HttpStatusCode.OK);
    }
}
