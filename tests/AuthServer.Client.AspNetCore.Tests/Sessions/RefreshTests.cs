using System.Diagnostics;
using System.Net;
using AuthServer.Client.AspNetCore.Tests.Hosting;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Client.AspNetCore.Tests.Sessions;

public sealed class RefreshTests(WebFixture fixture) : IClassFixture<WebFixture>
{
    private BackEnd Web => fixture.Web;

    [Fact]
    public async Task A_page_gets_an_access_token_and_the_browser_the_successor()
    {
        var jar = await fixture.SignedInAsync();
        var before = jar.HeaderFor("/auth/refresh");

        var answer = await Web.RefreshAsync(jar);

        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.CacheControl.Should().Be("no-store");
        answer.Text("access_token").Should().StartWith("ey");
        answer.Text("token_type").Should().Be("Bearer");
        answer.Json.GetProperty("expires_in").GetInt64().Should().BeInRange(1, 3600);
        answer.Text("scope").Should().Be("openid offline_access api");
        answer.Text("session").Should().NotBeNullOrEmpty();
        answer.Body.Should().NotContain("refresh_token").And.NotContain("ar_");
        jar.Take(answer).HeaderFor("/auth/refresh").Should().NotBe(before);
        jar.Names.Should().ContainSingle();
        (await Web.RefreshAsync(jar)).Text("session").Should().Be(answer.Text("session"));
    }

    [Fact]
    public async Task Without_a_cookie_there_is_no_session()
    {
        var answer = await Web.RefreshAsync(new CookieJar());

        answer.Status.Should().Be(HttpStatusCode.Unauthorized);
        answer.Text("error").Should().Be("invalid_grant");
        answer.Text("reason").Should().Be("no_session");
        answer.CacheControl.Should().Be("no-store");
        answer.RawCookies.Should().BeEmpty();
    }

    [Fact]
    public async Task A_cookie_that_somebody_made_up_is_none_and_is_left_alone()
    {
        var jar = await fixture.SignedInAsync();
        var forged = new PageAnswer(HttpStatusCode.OK, null, null, null, ["authserver-rt.0123456789abcdef.0=AAAA; path=/auth"], "");

        (await Web.RefreshAsync(new CookieJar().Take(forged))).Text("reason").Should().Be("no_session");

        var answer = await Web.RefreshAsync(jar.Take(forged));
        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.RawCookies.Should().NotContain(cookie => cookie.StartsWith("authserver-rt.0123456789abcdef.0=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Requests_that_meet_share_one_renewal()
    {
        var jar = await fixture.SignedInAsync();
        Web.Faults.Gate = new TaskCompletionSource();
        var posts = Web.Faults.Posts;

        var requests = Enumerable.Range(0, 20).Select(_ => Web.RefreshAsync(jar)).ToList();
        await Task.Delay(500);
        Web.Faults.Gate.SetResult();
        var answers = await Task.WhenAll(requests);
        Web.Faults.Gate = null;

        answers.Should().OnlyContain(answer => answer.Status == HttpStatusCode.OK);
        answers.Select(answer => answer.Text("access_token")).Distinct().Should().ContainSingle();
        (Web.Faults.Posts - posts).Should().Be(1);
    }

    [Theory]
    [InlineData(BackChannelFault.Unreachable)]
    [InlineData(BackChannelFault.DroppedAnswer)]
    [InlineData(BackChannelFault.NeverAnswers)]
    [InlineData(BackChannelFault.Portal)]
    [InlineData(BackChannelFault.Broken)]
    [InlineData(BackChannelFault.BadGateway)]
    [InlineData(BackChannelFault.Unavailable)]
    public async Task No_trouble_on_the_way_ends_a_session(BackChannelFault fault)
    {
        var jar = await fixture.SignedInAsync();
        Web.Faults.Next.Enqueue(fault);
        var clock = Stopwatch.StartNew();

        var answer = await Web.RefreshAsync(jar);

        answer.Status.Should().Be(HttpStatusCode.ServiceUnavailable);
        answer.RetryAfter.Should().Be(TimeSpan.FromSeconds(1));
        answer.Body.Should().NotContain("invalid_grant");
        answer.RawCookies.Should().BeEmpty();
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(15), "a page waits no longer");
        (await Web.RefreshAsync(jar)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_the_server_asks_for_is_passed_on()
    {
        var jar = await fixture.SignedInAsync();
        Web.Faults.Next.Enqueue(BackChannelFault.Busy);

        var answer = await Web.RefreshAsync(jar);

        answer.Status.Should().Be(HttpStatusCode.ServiceUnavailable);
        answer.RetryAfter.Should().Be(TimeSpan.FromSeconds(7));
        answer.RawCookies.Should().BeEmpty();
    }

    [Fact]
    public async Task A_refused_application_signs_nobody_out()
    {
        var jar = await fixture.SignedInAsync();
        Web.Faults.Next.Enqueue(BackChannelFault.InvalidClient);

        var answer = await Web.RefreshAsync(jar);

        answer.Status.Should().Be(HttpStatusCode.BadGateway);
        answer.Body.Should().NotContain("invalid_grant");
        answer.RawCookies.Should().BeEmpty();
        (await Web.RefreshAsync(jar)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_end_of_a_session_comes_with_its_reason()
    {
        var user = await fixture.Server.CreateUserAsync();
        var jar = new CookieJar();
        await fixture.SignInAsync(Web, jar, user);
        await fixture.Server.ResetPasswordAsync(user, "An0ther-Passw0rd!");

        var answer = await Web.RefreshAsync(jar);

        answer.Status.Should().Be(HttpStatusCode.BadRequest);
        answer.Text("error").Should().Be("invalid_grant");
        answer.Text("reason").Should().Be("password_changed");
        jar.Take(answer).Names.Should().BeEmpty();
        (await Web.RefreshAsync(jar)).Text("reason").Should().Be("no_session");
    }

    [Fact]
    public async Task Neither_an_address_nor_a_log_has_a_token_or_a_code()
    {
        var (jar, addresses) = (new CookieJar(), new List<string>());
        var begun = await Web.OpenAsync("/auth/sign-in?return_to=/notes", jar);
        jar.Take(begun);
        addresses.Add(begun.Location!);
        addresses.Add((await fixture.ComeBackAsync(Web, jar, begun, await fixture.Server.CreateUserAsync())).Location!);
        var answer = await Web.RefreshAsync(jar);
        addresses.Add((await Web.PostAsync("/auth/sign-out", jar.Take(answer))).Text("location")!);

        var secrets = Web.Faults.Bodies.SelectMany(Secrets).Append(answer.Text("access_token")!).Concat(answer.Cookies.Select(cookie => cookie.Value.ToString()))
            .Where(secret => secret.Length > 16).ToHashSet();
        secrets.Should().HaveCountGreaterThan(5);
        Web.Log.All.Should().NotBeEmpty();

        // The framework's own line for each request has the address that it came to; a code stands there by the protocol's design, once, and is spent.
        Web.Log.All.Where(line => !line.Contains("/signin-callback?", StringComparison.Ordinal)).Concat(addresses).Where(line => secrets.Any(secret => line.Contains(secret, StringComparison.Ordinal))).Should().BeEmpty();
    }

    private static IEnumerable<string> Secrets(string body)
    {
        if (!body.StartsWith('{'))
        {
            return System.Web.HttpUtility.ParseQueryString(body) is var form ? new[] { "code", "code_verifier", "refresh_token", "token" }.Select(name => form[name]).OfType<string>() : [];
        }

        var json = System.Text.Json.JsonElement.Parse(body);
        return new[] { "access_token", "refresh_token", "id_token" }.Select(name => json.TryGetProperty(name, out var value) ? value.GetString() : null).OfType<string>();
    }
}
