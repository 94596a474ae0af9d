using System.Net;
using AuthServer.Testing;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Admin;

/// <summary>The page of one session.</summary>
public sealed class SessionPageTests(AdminServer server) : IClassFixture<AdminServer>
{
    [Fact]
    public async Task It_tells_what_the_session_is_and_what_has_happened()
    {
        var user = await server.Host.CreateUserAsync();
        var app = server.Host.As(TestClients.App) with { UserAgent = "curl/8.5.0" };
        var first = await app.SignInAsync(user);
        var second = await app.RefreshAsync(first.RefreshToken);
        await app.RefreshAsync(second.RefreshToken);

        var page = await server.GoToAsync($"/admin/sessions/{first.SessionId}");

        page.Status.Should().Be(HttpStatusCode.OK);
        page.Html.Should().ContainAll(user.UserName, first.SessionId.ToString(), "127.0.0.1", "curl/8.5.0", "2 rotations", "session.created", ">Active<");
    }

    [Fact]
    [Spec("RFC 9700", "4.14.2")]
    public async Task It_says_in_plain_words_that_a_token_was_reused_and_how_far_behind_it_was()
    {
        var app = server.Host.As(TestClients.StrictApp);
        var first = await app.SignInAsync(await server.Host.CreateUserAsync());
        var second = await app.RefreshAsync(first.RefreshToken);
        await app.RefreshAsync(second.RefreshToken);
        (await app.RefreshAsync(first.RefreshToken)).Error.Should().Be("invalid_grant");

        var page = await server.GoToAsync($"/admin/sessions/{first.SessionId}");

        page.Html.Should().ContainAll("reuse_detected", "A refresh token that had been replaced was presented again", "2 generations behind", ">Ended<");
    }

    [Fact]
    public async Task Others_of_the_same_browser_sign_in_are_beside_it()
    {
        var user = await server.Host.CreateUserAsync();
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp);
        var one = await flow.SignInAsync(user);
        var other = await new CodeFlow(server.Host, TestClients.OtherCodeApp) { Browser = flow.Browser }.SignInAsync(user);
        var elsewhere = await server.Host.As(TestClients.App).SignInAsync(user);

        var html = (await server.GoToAsync($"/admin/sessions/{one.SessionId}")).Html;

        html.Should().Contain($"/admin/sessions/{other.SessionId}").And.NotContain(elsewhere.SessionId.ToString());
    }

    [Theory]
    [InlineData("/admin/sessions/00000000-0000-0000-0000-000000000000")]
    [InlineData("/admin/sessions/nothing")]
    [InlineData("/admin/incidents/00000000-0000-0000-0000-000000000000")]
    [InlineData("/admin/users/00000000-0000-0000-0000-000000000000")]
    [InlineData("/admin/users/00000000-0000-0000-0000-000000000000/disable")]
    [InlineData("/admin/clients/show?id=nothing")]
    [InlineData("/admin/clients/change?id=app&change=explode")]
    [InlineData("/admin/clients/edit?id=app")]
    [InlineData("/admin/scopes/edit?name=api")]
    [InlineData("/admin/keys/rotate?algorithm=none")]
    [InlineData("/admin/sessions/end?user=00000000-0000-0000-0000-000000000000")]
    [InlineData("/admin/sessions/end?client=nothing")]
    [InlineData("/admin/sessions/end?id=nothing")]
    public async Task What_does_not_exist_or_is_managed_by_configuration_is_not_found(string path) =>
        (await server.GoToAsync(path)).Status.Should().Be(HttpStatusCode.NotFound);

    [Fact]
    public async Task No_page_shows_a_token_a_hash_or_a_salt()
    {
        var user = await server.Host.CreateUserAsync();
        var web = server.Host.As(TestClients.Web);
        var first = await web.SignInAsync(user);
        var second = await web.RefreshAsync(first.RefreshToken);
        string[] secrets =
        [
            .. await server.Database.StoredSecretsAsync(), first.RefreshToken, second.RefreshToken, first.AccessToken, second.AccessToken, first.IdToken, TestClients.Web.Secret!,
        ];
        string[] paths =
        [
            $"/admin/sessions/{first.SessionId}", "/admin/sessions", $"/admin/sessions?user={user.Id}", $"/admin/users/{user.Id}", "/admin/users", "/admin/clients/show?id=web",
            "/admin/clients", "/admin/audit", "/admin/keys", "/admin", $"/admin/sessions/end?id={first.SessionId}",
        ];
        foreach (var path in paths)
        {
            var page = await server.GoToAsync(path);
            page.Status.Should().Be(HttpStatusCode.OK, path);
            secrets.Where(secret => WebUtility.HtmlDecode(page.Html).Contains(secret, StringComparison.OrdinalIgnoreCase)).Should().BeEmpty(path);
        }
    }

    [Fact]
    public async Task Every_page_carries_the_headers_of_pages_and_neither_script_nor_style_of_its_own()
    {
        foreach (var path in (await AdminEndpoint.AllAsync(server.Host)).Select(page => page.Path))
        {
            var page = await server.GoToAsync(path);
            page.Headers.GetValues("Content-Security-Policy").Should().ContainSingle(path).Which.Should().Contain("form-action 'self'");
            page.Headers.GetValues("Cache-Control").Should().ContainSingle(path).Which.Should().Contain("no-store");
            page.Html.Should().NotMatchRegex("<style|style=|<script|\\son[a-z]+=", path);
        }
    }
}
