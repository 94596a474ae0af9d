using AuthServer.Account;
using AuthServer.Configuration;
using AuthServer.Testing;
using AuthServer.Testing.Browser;
using AuthServer.Testing.PostgreSql;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Tests.Account;

/// <summary>The headers that guard pages, and the shape of cookies.</summary>
public sealed class PageHeaderTests(AccountServer server, PostgreSqlFixture postgreSql) : IClassFixture<AccountServer>
{
    private const string Policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

    [Theory]
    [InlineData(AccountPaths.SignIn, false)]
    [InlineData(AccountPaths.SecondFactor, false)]
    [InlineData(AccountPaths.RecoveryCode, false)]
    [InlineData(AccountPaths.Register, true)]
    [InlineData(AccountPaths.ForgotPassword, true)]
    [InlineData(AccountPaths.ResetPassword, true)]
    [InlineData(AccountPaths.ResendConfirmation, true)]
    [InlineData(AccountPaths.ConfirmEmail, true)]
    [InlineData(AccountPaths.SignOut, true)]
    [InlineData(AccountPaths.SignedOut, true)]
    [InlineData(AccountPaths.Home, true)]
    [InlineData(AccountPaths.Password, true)]
    [InlineData(AccountPaths.Authenticator, true)]
    [InlineData(AccountPaths.Passkeys, true)]
    [InlineData(AccountPaths.PersonalData, true)]
    [InlineData("/no/such/page", true)]
    [Spec("OWASP ASVS 5.0", "3.4.3")]
    public async Task Every_page_is_guarded_and_only_those_whose_forms_end_at_clients_may_post_elsewhere(string path, bool postsHere)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(server.Host.Issuer) };
        http.DefaultRequestHeaders.Add("Accept", "text/html");
        using var answer = await http.GetAsync(path);

        answer.Headers.GetValues("Content-Security-Policy").Should().Equal(postsHere ? $"{Policy}; form-action 'self'" : Policy);
        answer.Headers.GetValues("Referrer-Policy").Should().Equal("no-referrer");
        answer.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        answer.Headers.GetValues("Cache-Control").Should().ContainSingle().Which.Should().Contain("no-store");
    }

    [Fact]
    public async Task Pages_carry_neither_inline_script_nor_inline_style()
    {
        var user = await server.Host.CreateUserAsync();
        using var browser = server.NewBrowser();
        string[] paths = [AccountPaths.SignIn, AccountPaths.Register, AccountPaths.Home, AccountPaths.Authenticator, AccountPaths.Passkeys, AccountPaths.PersonalData];
        var pages = new List<string> { (await browser.GoToAsync(AccountPaths.SignIn)).Html };
        await browser.SignInAtAsync(user);
        foreach (var path in paths)
        {
            pages.Add((await browser.GoToAsync(path)).Html);
        }

        pages.Should().OnlyContain(html => !System.Text.RegularExpressions.Regex.IsMatch(html, "<style|style=|<script(?![^>]*src=)|\\son[a-z]+=|https?://(?!127\\.0\\.0\\.1|www\\.w3\\.org)"));
    }

    [Theory]
    [InlineData("/site.css", "text/css")]
    [InlineData("/passkeys.js", "text/javascript")]
    [InlineData("/icon.svg", "image/svg+xml")]
    public async Task What_pages_need_is_served_by_the_program_itself(string path, string type)
    {
        using var answer = await server.Host.Http.GetAsync(path + "?v=1");
        ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType).Should().Be((200, type));
        answer.Headers.CacheControl!.MaxAge.Should().Be(TimeSpan.FromDays(365));
        answer.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
    }

    [Fact]
    [Spec("OWASP ASVS 5.0", "3.3.1")]
    public async Task Cookies_are_kept_from_scripts_and_other_sites()
    {
        var cookies = await CookiesAsync(server.Host, "authserver-");
        cookies.Should().HaveCount(2).And.OnlyContain(cookie => cookie.Contains("httponly") && cookie.Contains("path=/") && !cookie.Contains("domain="));
        cookies.Should().ContainSingle(cookie => cookie.StartsWith("authserver-sign-in=", StringComparison.Ordinal)).Which.Should().Contain("samesite=lax");
    }

    [Fact]
    [Spec("OWASP ASVS 5.0", "3.3.3")]
    public async Task Under_an_https_address_they_are_bound_to_this_very_host()
    {
        await using var database = await postgreSql.CreateDatabaseAsync();
        var settings = new HostSettings { Services = services => services.Configure<AuthServerOptions>(BehindProxy) };
        await using var host = await AuthServerHost.StartAsync(database, settings);
        var cookies = await CookiesAsync(host, "__Host-authserver-");
        cookies.Should().HaveCount(2).And.OnlyContain(cookie => cookie.Contains("secure") && cookie.Contains("path=/") && !cookie.Contains("domain="));
    }

    private static void BehindProxy(AuthServerOptions options)
    {
        options.Issuer = "https://login.example.com";
        options.Proxies.Add("127.0.0.1");
    }

    /// <summary>All cookies that a sign-in brings.</summary>
    private static async Task<List<string>> CookiesAsync(AuthServerHost host, string prefix)
    {
        var user = await host.CreateUserAsync();
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(host.Issuer) };
        http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        using var page = await http.GetAsync(AccountPaths.SignIn);
        var antiforgery = page.Headers.GetValues("Set-Cookie").Single(IsKept);
        var form = HtmlForm.In(await page.Content.ReadAsStringAsync(), new Uri(host.Issuer)).First(candidate => candidate.Has("Input.Password"));
        var fields = form.Fields.ToDictionary(field => field.Name, field => field.Value);
        (fields["Input.UserName"], fields["Input.Password"]) = (user.UserName!, AuthServerHost.Password);
        using var request = new HttpRequestMessage(HttpMethod.Post, AccountPaths.SignIn) { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Add("Cookie", antiforgery.Split(';')[0]);
        using var answer = await http.SendAsync(request);
        ((int)answer.StatusCode).Should().Be(303);
        List<string> cookies = [antiforgery, .. answer.Headers.GetValues("Set-Cookie").Where(IsKept)];
        cookies.Should().OnlyContain(cookie => cookie.StartsWith(prefix, StringComparison.Ordinal));
        return cookies;
    }

    // A cookie is taken away by one that has expired.
    private static bool IsKept(string cookie) => !cookie.Contains("expires=Thu, 01 Jan 1970", StringComparison.Ordinal);
}
