using System.Net;
using AuthServer.Client.AspNetCore.Tests.Hosting;
using AuthServer.Testing;
using AuthServer.Testing.Browser;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Xunit;

namespace AuthServer.Client.AspNetCore.Tests.SignIns;

public sealed class SignInTests(WebFixture fixture) : IClassFixture<WebFixture>
{
    private BackEnd Web => fixture.Web;

    [Fact]
    [Spec("RFC 7636", "4.3")]
    public async Task A_sign_in_asks_for_a_code_that_only_this_browser_and_back_end_can_use()
    {
        var answer = await Web.OpenAsync("/auth/sign-in?return_to=/notes", new CookieJar());

        answer.Status.Should().Be(HttpStatusCode.SeeOther);
        answer.CacheControl.Should().Be("no-store");
        answer.Location.Should().StartWith(fixture.Server.Issuer + "/connect/authorize?");
        var query = QueryHelpers.ParseQuery(new Uri(answer.Location!).Query);
        query["response_type"].Should().Equal("code");
        query["client_id"].Should().Equal(WebFixture.ClientId);
        query["redirect_uri"].Should().Equal(Web.Address + "/signin-callback");
        query["scope"].Should().Equal("openid offline_access api");
        query["code_challenge_method"].Should().Equal("S256");
        query["code_challenge"].ToString().Should().HaveLength(43);
        query["state"].ToString().Should().HaveLength(40);
        query["nonce"].ToString().Should().HaveLength(43);
        var cookie = answer.Cookies.Should().ContainSingle().Subject;
        (cookie.HttpOnly, cookie.Secure, cookie.SameSite, cookie.Path.ToString(), cookie.MaxAge)
            .Should().Be((true, false, SameSiteMode.Lax, "/signin-callback", TimeSpan.FromHours(1)));
    }

    [Fact]
    public async Task On_loopback_HTTP_in_Development_the_cookie_is_for_its_path_alone()
    {
        var answer = await fixture.SignInAsync(Web, new CookieJar(), await fixture.Server.CreateUserAsync());

        answer.Location.Should().Be("/notes");
        var cookie = answer.Cookies.Single(one => one.Path == "/auth");
        cookie.Name.ToString().Should().MatchRegex(@"^authserver-rt\.[0-9a-f]{16}\.0$");
        (cookie.HttpOnly, cookie.Secure, cookie.SameSite).Should().Be((true, false, SameSiteMode.Strict));
        cookie.MaxAge.Should().BePositive();
        cookie.Value.ToString().Should().NotContain("ar_");
    }

    [Fact]
    public async Task Several_tabs_may_be_about_it_at_once()
    {
        var (jar, user) = (new CookieJar(), await fixture.Server.CreateUserAsync());
        var (first, second) = (await Web.OpenAsync("/auth/sign-in?return_to=/first", jar), await Web.OpenAsync("/auth/sign-in?return_to=/second", jar));
        jar.Take(first).Take(second);

        (await fixture.ComeBackAsync(Web, jar, second, user)).Location.Should().Be("/second");
        (await fixture.ComeBackAsync(Web, jar, first, user)).Location.Should().Be("/first");

        (await Web.RefreshAsync(jar)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("notes")]
    [InlineData("javascript:alert(1)")]
    public async Task The_way_back_never_leaves_the_origin(string returnTo)
    {
        var answer = await Web.OpenAsync("/auth/sign-in?return_to=" + Uri.EscapeDataString(returnTo), new CookieJar());

        answer.Status.Should().Be(HttpStatusCode.BadRequest);
        answer.Text("error").Should().Be("invalid_request");
        answer.RawCookies.Should().BeEmpty();
    }

    [Fact]
    public async Task Sign_ins_that_are_given_up_leave_no_more_cookies_than_any_server_takes()
    {
        var jar = new CookieJar();
        for (var attempt = 0; attempt < 8; attempt++)
        {
            jar.Take(await Web.OpenAsync("/auth/sign-in?return_to=/" + new string((char)('a' + attempt), 1900), jar));
        }

        jar.HeaderFor("/signin-callback")!.Length.Should().BeLessThan(6800);
        (await fixture.SignInAsync(Web, jar, await fixture.Server.CreateUserAsync(), "/" + new string('p', 300))).Location.Should().Be("/" + new string('p', 300));
    }

    [Fact]
    public async Task A_new_sign_in_comes_after_the_one_before_though_another_nodes_clock_was_ahead()
    {
        var (jar, keys) = (new CookieJar(), Directory.CreateTempSubdirectory("authserver-web-keys-"));
        string? former;
        await using (var ahead = await BackEnd.StartAsync(fixture.SecondPort, fixture.Configure, keys: keys, time: new TimeAhead()))
        {
            await fixture.SignInAsync(ahead, jar, await fixture.Server.CreateUserAsync());
            var answer = await ahead.RefreshAsync(jar);
            former = answer.Text("session");
            jar.Take(answer);
        }

        await using var web = await BackEnd.StartAsync(fixture.SecondPort, fixture.Configure, keys: keys);
        await fixture.SignInAsync(web, jar, await fixture.Server.CreateUserAsync());

        var renewed = await web.RefreshAsync(jar);

        renewed.Status.Should().Be(HttpStatusCode.OK);
        renewed.Text("session").Should().NotBe(former);
        keys.Delete(recursive: true);
    }

    [Fact]
    public async Task The_way_back_may_have_a_query_a_fragment_and_any_letter()
    {
        var answer = await fixture.SignInAsync(Web, new CookieJar(), await fixture.Server.CreateUserAsync(), "/café?q=a%20b&x=ü#top");

        answer.Location.Should().Be("/caf%C3%A9?q=a%20b&x=%C3%BC#top");
    }

    [Fact]
    [Spec("RFC 6749", "10.12")]
    public async Task A_code_that_another_browser_fetched_is_not_used()
    {
        var (victim, attacker) = (new CookieJar(), new CookieJar());
        var begun = await Web.OpenAsync("/auth/sign-in", attacker);
        using var browser = new ProgrammaticBrowser(fixture.Server.Issuer);
        var back = await browser.AuthorizeAsync(begun.Location!, (await fixture.Server.CreateUserAsync()).UserName!, AuthServerHost.Password);
        var posts = Web.Faults.Posts;

        var answer = await Web.OpenAsync(back.Address.PathAndQuery, victim);

        answer.Location.Should().Be("/?sign_in_error=sign_in_expired");
        answer.RawCookies.Should().BeEmpty();
        Web.Faults.Posts.Should().Be(posts);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData(null)]
    [Spec("RFC 9207", "2.4")]
    public async Task An_answer_of_another_issuer_is_not_used(string? issuer)
    {
        var jar = new CookieJar();
        var begun = await Web.OpenAsync("/auth/sign-in", jar);
        jar.Take(begun);
        var posts = Web.Faults.Posts;

        var answer = await Web.OpenAsync(Callback(begun, ("code", "c0de"), ("iss", issuer)), jar);

        answer.Location.Should().Be("/?sign_in_error=invalid_request");
        Web.Faults.Posts.Should().Be(posts);
    }

    [Theory]
    [InlineData("access_denied", "access_denied")]
    [InlineData("<script>alert(1)</script>", "server_error")]
    public async Task A_refusal_is_told_to_the_page_by_a_code_alone(string error, string told)
    {
        var jar = new CookieJar();
        var begun = await Web.OpenAsync("/auth/sign-in", jar);
        jar.Take(begun);

        var answer = await Web.OpenAsync(Callback(begun, ("error", error), ("error_description", "Call 555"), ("iss", fixture.Server.Issuer)), jar);

        answer.Location.Should().Be("/?sign_in_error=" + told);
        jar.Take(answer).Names.Should().BeEmpty();
    }

    [Fact]
    public async Task A_lost_answer_to_the_exchange_is_no_session_and_another_try_succeeds()
    {
        var (jar, user) = (new CookieJar(), await fixture.Server.CreateUserAsync());
        Web.Faults.Next.Enqueue(BackChannelFault.DroppedAnswer);

        (await fixture.SignInAsync(Web, jar, user)).Location.Should().Be("/?sign_in_error=temporarily_unavailable");

        (await fixture.SignInAsync(Web, jar, user)).Location.Should().Be("/notes");
        (await Web.RefreshAsync(jar)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_way_back_that_is_opened_again_signs_nobody_out()
    {
        var (jar, user) = (new CookieJar(), await fixture.Server.CreateUserAsync());
        var begun = await Web.OpenAsync("/auth/sign-in", jar);
        jar.Take(begun);
        using var browser = new ProgrammaticBrowser(fixture.Server.Issuer);
        var back = await browser.AuthorizeAsync(begun.Location!, user.UserName!, AuthServerHost.Password);
        jar.Take(await Web.OpenAsync(back.Address.PathAndQuery, jar));

        var again = await Web.OpenAsync(back.Address.PathAndQuery, jar);

        again.Location.Should().Be("/?sign_in_error=sign_in_expired");
        (await Web.RefreshAsync(jar.Take(again))).Status.Should().Be(HttpStatusCode.OK);
    }

    private sealed class TimeAhead : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddMinutes(2);
    }

    private static string Callback(PageAnswer begun, params (string Name, string? Value)[] parameters) => QueryHelpers.AddQueryString(
        "/signin-callback",
        parameters.Append(("state", QueryHelpers.ParseQuery(new Uri(begun.Location!).Query)["state"].ToString())).Select(one => KeyValuePair.Create(one.Item1, one.Item2)));
}
