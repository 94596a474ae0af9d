using System.Net;
using AuthServer.Account;
using AuthServer.Core.Scopes;
using AuthServer.Testing;
using AuthServer.Testing.Browser;
using AuthServer.Tests.Account;
using FluentAssertions;
using FluentAssertions.Execution;
using Xunit;

namespace AuthServer.Tests.Admin;

/// <summary>Who may open the pages of the administration, and who may send their forms: all of them, as the server lists them.</summary>
public sealed class AdminAccessTests(AdminServer server) : IClassFixture<AdminServer>
{
    private const int AtLeast = 20;

    [Fact]
    public async Task Nobody_sees_them_without_a_sign_in()
    {
        using var browser = new ProgrammaticBrowser(server.Host.Issuer);
        await ShouldSignInAsync(browser);
    }

    [Fact]
    public async Task Users_who_are_no_administrators_are_refused()
    {
        using var browser = await server.SignInAsync(await server.Host.CreateUserAsync());
        await ShouldBeForbiddenAsync(browser);
    }

    [Fact]
    public async Task An_administrator_whose_role_is_taken_away_is_refused_at_the_very_next_request()
    {
        var former = await server.Host.CreateUserAsync(ScopePolicy.AdministratorRole);
        using var browser = await server.SignInAsync(former);
        (await browser.GoToAsync("/admin/sessions")).Status.Should().Be(HttpStatusCode.OK);

        (await server.ConfirmAsync($"/admin/users/{former.Id}/remove-role?role=admin", "moved to another team")).Status.Should().Be(HttpStatusCode.OK);

        await ShouldBeForbiddenAsync(browser);
    }

    [Theory]
    [InlineData("disable")]
    [InlineData("lock")]
    [InlineData("delete")]
    public async Task An_administrator_whose_account_is_taken_away_is_signed_out_at_the_very_next_request(string change)
    {
        var former = await server.Host.CreateUserAsync(ScopePolicy.AdministratorRole);
        using var browser = await server.SignInAsync(former);
        (await browser.GoToAsync("/admin/sessions")).Address.AbsolutePath.Should().Be("/admin/sessions");

        (await server.ConfirmAsync($"/admin/users/{former.Id}/{change}", "has left")).Status.Should().Be(HttpStatusCode.OK);

        await ShouldSignInAsync(browser);
    }

    [Theory]
    [InlineData("HEAD")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    public async Task No_other_verb_is_a_way_around(string verb)
    {
        using var anonymous = new ProgrammaticBrowser(server.Host.Issuer);
        using var user = await server.SignInAsync(await server.Host.CreateUserAsync());
        using var scope = new AssertionScope();
        foreach (var address in (await AllAsync()).SelectMany(page => page.Gets.Union(page.Posts)))
        {
            (await SendAsync(anonymous, verb, address)).Should().BeOneOf([HttpStatusCode.Redirect, HttpStatusCode.SeeOther], address);
            (await SendAsync(user, verb, address)).Should().Be(HttpStatusCode.Forbidden, address);
        }
    }

    [Fact]
    [Spec("OWASP ASVS 5.0", "3.5.1")]
    public async Task No_form_is_taken_from_elsewhere()
    {
        using var scope = new AssertionScope();
        foreach (var post in (await AllAsync()).SelectMany(page => page.Posts))
        {
            (await PostAsync(server.Browser, post)).Status.Should().Be(HttpStatusCode.BadRequest, post);
        }
    }

    [Fact]
    [Spec("OWASP ASVS 5.0", "3.5.1")]
    public async Task No_form_is_taken_that_another_administrator_was_shown()
    {
        var (first, second) = (await server.Host.CreateUserAsync(ScopePolicy.AdministratorRole), await server.Host.CreateUserAsync(ScopePolicy.AdministratorRole));
        using var browser = await server.SignInAsync(first);
        var firsts = await FormTokenAsync(browser);
        browser.Cookies.GetAllCookies().Single(cookie => cookie.Name == Surfing.SignInCookie).Expired = true;
        await browser.SignInAtAsync(second);
        (await PostAsync(browser, "/admin/scopes/edit", await FormTokenAsync(browser))).Status.Should().Be(HttpStatusCode.OK, "the own form is taken, and asks why");

        using var scope = new AssertionScope();
        foreach (var post in (await AllAsync()).SelectMany(page => page.Posts))
        {
            (await PostAsync(browser, post, firsts)).Status.Should().Be(HttpStatusCode.BadRequest, post);
        }
    }

    [Fact]
    [Spec("OWASP ASVS 5.0", "7.5.3")]
    public async Task Whoever_signed_in_long_ago_shows_credentials_before_anything_is_changed()
    {
        var administrator = await server.Host.CreateUserAsync(ScopePolicy.AdministratorRole);
        using var browser = await server.SignInAsync(administrator);
        await server.AgeAsync(administrator, minutes: 31);
        using var scope = new AssertionScope();
        foreach (var page in await AllAsync())
        {
            (await browser.GoToAsync(page.Path)).Address.AbsolutePath.Should().Be(page.LeadsToChange ? AccountPaths.SignIn : page.Path, page.Path);
            foreach (var post in page.Posts)
            {
                var asked = await PostAsync(browser, post);
                asked.Address.AbsolutePath.Should().Be(AccountPaths.SignIn, post);
                asked.Address.Query.Should().Contain("reauthenticate=true", post);
            }
        }
    }

    [Fact]
    public async Task A_form_that_was_opened_in_time_can_be_sent_for_ten_minutes()
    {
        var administrator = await server.Host.CreateUserAsync(ScopePolicy.AdministratorRole);
        using var browser = await server.SignInAsync(administrator);
        await server.AgeAsync(administrator, minutes: 19);
        var page = await browser.GoToAsync("/admin/scopes/edit");
        await server.AgeAsync(administrator, minutes: 10);
        (await browser.SendAsync(page, "newName", ("newName", $"scope-{Guid.NewGuid():N}"), ("note", "new API"))).Address.AbsolutePath.Should().Be("/admin/scopes");
    }

    [Fact]
    public async Task What_was_to_be_changed_is_there_again_after_the_credentials()
    {
        var administrator = await server.Host.CreateUserAsync(ScopePolicy.AdministratorRole);
        using var browser = await server.SignInAsync(administrator);
        await server.AgeAsync(administrator, minutes: 21);
        var page = await browser.GoToAsync($"/admin/sessions/end?user={administrator.Id}");
        page.Address.AbsolutePath.Should().Be(AccountPaths.SignIn);

        page = await browser.SendAsync(page, "Input.Password", ("Input.Password", Hosting.AuthServerHost.Password));

        page.Address.PathAndQuery.Should().Be($"/admin/sessions/end?user={administrator.Id}");
    }

    [Fact]
    [Spec("OWASP ASVS 5.0", "6.4.4")]
    public async Task An_administrator_with_a_second_factor_has_shown_it_before_seeing_anything()
    {
        var administrator = await server.Host.CreateUserAsync(ScopePolicy.AdministratorRole);
        using var browser = await server.SignInAsync(administrator);
        await server.Host.GivePasskeyAsync(administrator, [1, 2, 3, 4]);

        var page = await browser.GoToAsync("/admin/sessions");

        page.Address.AbsolutePath.Should().Be(AccountPaths.SignIn);
        page.Address.Query.Should().Contain("acr=2");
    }

    private async Task ShouldSignInAsync(ProgrammaticBrowser browser)
    {
        using var scope = new AssertionScope();
        foreach (var page in await AllAsync())
        {
            foreach (var address in page.Gets)
            {
                (await browser.GoToAsync(address)).Address.AbsolutePath.Should().Be(AccountPaths.SignIn, address);
            }

            foreach (var post in page.Posts)
            {
                (await PostAsync(browser, post)).Address.AbsolutePath.Should().Be(AccountPaths.SignIn, post);
            }
        }
    }

    private async Task ShouldBeForbiddenAsync(ProgrammaticBrowser browser)
    {
        using var scope = new AssertionScope();
        foreach (var page in await AllAsync())
        {
            foreach (var address in page.Gets)
            {
                (await browser.GoToAsync(address)).Status.Should().Be(HttpStatusCode.Forbidden, address);
            }

            foreach (var post in page.Posts)
            {
                (await PostAsync(browser, post)).Status.Should().Be(HttpStatusCode.Forbidden, post);
            }
        }
    }

    /// <summary>An empty form, with the token of one that was shown, if there is one.</summary>
    private async Task<Visit.Page> PostAsync(ProgrammaticBrowser browser, string path, HtmlField? token = null) =>
        (await browser.SubmitAsync(new HtmlForm(new Uri(new Uri(server.Host.Issuer), path), HttpMethod.Post, token is null ? [] : [token], []))).AsPage();

    private static async Task<HtmlField> FormTokenAsync(ProgrammaticBrowser browser) =>
        (await browser.GoToAsync("/admin/scopes/edit")).Question().Fields.Single(field => field.Name == "__RequestVerificationToken");

    private async Task<HttpStatusCode> SendAsync(ProgrammaticBrowser browser, string verb, string address)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, CookieContainer = browser.Cookies });
        using var request = new HttpRequestMessage(HttpMethod.Parse(verb), new Uri(new Uri(server.Host.Issuer), address));
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }

    private async Task<IReadOnlyList<AdminEndpoint>> AllAsync()
    {
        var all = await AdminEndpoint.AllAsync(server.Host);
        all.Should().HaveCountGreaterThanOrEqualTo(AtLeast);
        all.SelectMany(page => page.Posts).Should().NotBeEmpty();
        return all;
    }
}
