using System.Text.Json;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Interop.Tests.Conversations;
using AuthServer.Testing;
using AuthServer.Testing.Browser;
using AuthServer.Testing.Chromium;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Microsoft.Playwright;
using Xunit;

namespace AuthServer.Interop.Tests.Spa;

/// <summary>A single-page application on another origin, with oidc-client-ts, in a browser.</summary>
public sealed class OidcClientTsTests(SpaFixture fixture, ChromiumFixture chromium) : IClassFixture<SpaFixture>
{
    private const string Nobody = "nobody";

    [Theory]
    [InlineData("spa", "Bearer")]
    [InlineData("bound-spa", "DPoP")]
    [Spec("OIDC Core", "3.1")]
    [Spec("OIDC Core", "12")]
    public async Task A_user_signs_in_and_the_session_is_refreshed_silently(string client, string tokenType)
    {
        await using var context = await chromium.NewContextAsync();
        var (page, account) = await SignInAsync(context, client);
        var first = await UserAsync(page);

        first.Text("url").Should().Be("/callback");
        first.Text("token_type").Should().BeEquivalentTo(tokenType);
        first.Text("profile", "sub").Should().Be(account.Id.ToString());

        await page.ClickAsync("#refresh");
        var second = await UserAsync(page, unlike: first);
        second.Text("refresh_token").Should().NotBe(first.Text("refresh_token"));
        second.Text("access_token").Should().NotBe(first.Text("access_token"));
    }

    [Fact]
    [Spec("OIDC Core", "5.3")]
    public async Task The_library_reads_the_user_s_claims_from_another_origin()
    {
        await using var context = await chromium.NewContextAsync();
        var (page, account) = await SignInAsync(context, "spa");

        (await UserAsync(page)).Text("profile", "email").Should().Be(account.UserName);
    }

    [Fact]
    [Spec("OIDC RP-Initiated Logout", "2")]
    public async Task A_user_signs_out_and_comes_back_as_nobody()
    {
        await using var context = await chromium.NewContextAsync();
        var (page, _) = await SignInAsync(context, "spa");
        await UserAsync(page);

        await page.ClickAsync("#sign-out");

        await page.WaitForURLAsync($"{fixture.Site("spa").Origin}/signed-out**");
        (await ShownAsync(page)).Should().Be(Nobody);
        await page.ClickAsync("#sign-in");
        await page.Locator($"[name='{BrowserSignIn.PasswordField}']").WaitForAsync();
    }

    [Fact]
    public async Task The_library_s_own_timer_renews_before_the_token_expires()
    {
        await using var context = await chromium.NewContextAsync();
        var (page, _) = await SignInAsync(context, "brief-spa");
        var first = await UserAsync(page);

        var second = await UserAsync(page, unlike: first);

        second.Text("access_token").Should().NotBe(first.Text("access_token"));
        second.Text("profile", "sid").Should().Be(first.Text("profile", "sid"));
    }

    private async Task<(IPage Page, AuthUser Account)> SignInAsync(IBrowserContext context, string client)
    {
        var account = await fixture.Host.CreateUserAsync();
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(15_000);
        await page.GotoAsync(fixture.Site(client).Origin);
        (await ShownAsync(page)).Should().Be(Nobody);
        await page.ClickAsync("#sign-in");
        await page.FillAsync($"[name='{BrowserSignIn.UserNameField}']", account.UserName!);
        await page.FillAsync($"[name='{BrowserSignIn.PasswordField}']", AuthServerHost.Password);
        await page.PressAsync($"[name='{BrowserSignIn.PasswordField}']", "Enter");
        if (fixture.Site(client).Declaration.RequireConsent)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Allow", Exact = true }).ClickAsync();
        }

        return (page, account);
    }

    /// <summary>The signed-in user that the page shows, once it shows another than <paramref name="unlike"/>; or the library's complaint.</summary>
    private static async Task<JsonElement> UserAsync(IPage page, JsonElement? unlike = null)
    {
        return JsonElement.Parse(await ShownAsync(page, unlike?.GetRawText()));
    }

    /// <exception cref="InvalidOperationException">The library has complained; the message says what it said.</exception>
    private static async Task<string> ShownAsync(IPage page, string? unlike = null)
    {
        var handle = await page.WaitForFunctionAsync(
            """
            unlike => {
                const [trouble, user] = ['trouble', 'user'].map(id => document.getElementById(id)?.value);
                return trouble ? { trouble } : user && user !== unlike ? { user } : null;
            }
            """,
            unlike);
        var shown = await handle.JsonValueAsync<JsonElement>();
        return shown.Has("trouble") ? throw new InvalidOperationException($"oidc-client-ts complained: {shown.Text("trouble")}") : shown.Text("user")!;
    }
}
