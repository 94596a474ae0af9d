using AuthServer.Interop.Tests.Hosting;
using AuthServer.Testing.Browser;
using FluentAssertions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace AuthServer.Interop.Tests.Browser;

/// <summary>What other tests lean on, tried on a site that is known.</summary>
public sealed class ProgrammaticBrowserTests
{
    private const string SignInForm = """
        <title>Sign in</title><form action="/nowhere" method="post"><button>Another form</button></form>
        <form method="post"><input name="Input.UserName" value=""><input type="password" name="Input.Password">
        <input type="checkbox" name="Unchecked" value="1"><input name="__RequestVerificationToken" type='hidden' value="a&amp;b"/><button type="submit">Sign in</button></form>
        """;

    private const string ConsentForm = """
        <form method="post" action="/consent?again=1"><input type="hidden" name="scope" value="api"><input type="checkbox" name="remember" checked>
        <button name="decision" value="allow">Allow</button><button name="decision" value="deny">Deny</button></form>
        """;

    [Fact]
    public async Task It_signs_in_consents_and_stops_at_the_client()
    {
        await using var site = await LoopbackSite.StartAsync(Map);
        using var browser = new ProgrammaticBrowser(site.Origin);

        var back = await browser.AuthorizeAsync("/authorize", "alice", "secret");

        back.Address.GetLeftPart(UriPartial.Path).Should().Be("https://client.example/callback");
        back.Code.Should().Be("Input.UserName=alice&Input.Password=secret&__RequestVerificationToken=a&b");
        back.Parameters["consent"].Should().Be("scope=api&remember=on&decision=allow");
    }

    [Fact]
    public async Task It_takes_a_form_that_leads_to_the_client_as_the_answer()
    {
        await using var site = await LoopbackSite.StartAsync(application => application.MapGet("/authorize", () =>
            Results.Content("""<form method="post" action="https://client.example/callback"><input type="hidden" name="code" value="c"/></form>""", "text/html")));
        using var browser = new ProgrammaticBrowser(site.Origin);

        (await browser.AuthorizeAsync("/authorize", "alice", "secret")).Code.Should().Be("c");
    }

    [Fact]
    public async Task It_says_in_the_page_s_own_words_where_it_got_stuck()
    {
        await using var site = await LoopbackSite.StartAsync(application => application.MapGet("/authorize", () =>
            Results.Content("<h1>Unknown <b>client</b></h1>", "text/html", statusCode: 400)));
        using var browser = new ProgrammaticBrowser(site.Origin);

        var trying = () => browser.AuthorizeAsync("/authorize", "alice", "secret");

        (await trying.Should().ThrowAsync<InvalidOperationException>()).WithMessage("*400 /authorize: Unknown client*");
    }

    private static void Map(WebApplication site)
    {
        site.MapGet("/authorize", (HttpRequest request) => Results.Redirect(
            !request.Cookies.TryGetValue("user", out var user) ? "/sign-in"
            : !request.Cookies.TryGetValue("consent", out var consent) ? "/consent"
            : $"https://client.example/callback?code={Uri.EscapeDataString(user)}&consent={Uri.EscapeDataString(consent)}"));
        site.MapGet("/sign-in", () => Results.Content(SignInForm, "text/html"));
        site.MapPost("/sign-in", (HttpRequest request) => KeepAsync(request, "user"));
        site.MapGet("/consent", () => Results.Content(ConsentForm, "text/html"));
        site.MapPost("/consent", (HttpRequest request) => KeepAsync(request, "consent"));
    }

    private static async Task<IResult> KeepAsync(HttpRequest request, string cookie)
    {
        var form = await request.ReadFormAsync();
        var values = form.OrderBy(field => field.Key.StartsWith("__", StringComparison.Ordinal)).Select(field => $"{field.Key}={field.Value}");
        request.HttpContext.Response.Cookies.Append(cookie, string.Join('&', values));
        return Results.Redirect("/authorize");
    }
}
