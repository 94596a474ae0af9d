using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AuthServer.Endpoints;
using AuthServer.Protocol.Jose;
using AuthServer.Testing;
using AuthServer.Testing.Browser;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Authorization;

/// <summary>How the authorization endpoint answers, whatever it answers: status, headers and characters.</summary>
public sealed class AuthorizationAnswerTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    [Spec("RFC 9700", "4.12")]
    public async Task No_redirect_takes_a_form_along()
    {
        var user = await server.Host.CreateUserAsync();
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp);
        var form = (await flow.OpenAsync()).AsPage().FormWith(BrowserSignIn.PasswordField)!;
        using var http = Raw(flow.Browser);

        ShouldBeSeeOther(await http.GetAsync(flow.Url()));
        ShouldBeSeeOther(await http.GetAsync(flow.Url(("scope", "unknown"))));
        ShouldBeSeeOther(await PostAsync(http, Paths.Authorization, flow.Request().Select(field => (field.Key, field.Value!))));
        ShouldBeSeeOther(await PostAsync(http, form.Action.PathAndQuery, form.Fields.Select(field => (field.Name, field.Value))
            .Where(field => field.Name is not (BrowserSignIn.UserNameField or BrowserSignIn.PasswordField))
            .Append((BrowserSignIn.UserNameField, user.UserName!)).Append((BrowserSignIn.PasswordField, AuthServerHost.Password))));
        var answer = ShouldBeSeeOther(await http.GetAsync(flow.Url()));
        answer.Location!.GetLeftPart(UriPartial.Path).Should().Be(flow.RedirectUri, "the form has signed in");
        answer.CacheControl!.NoStore.Should().BeTrue();
        answer.GetValues("Referrer-Policy").Should().Equal("no-referrer");
    }

    [Theory]
    [InlineData("https://app.example")]
    [InlineData("https://evil.example")]
    [Spec("RFC 9700", "2.6")]
    public async Task No_script_of_another_site_may_read_it(string origin)
    {
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp);
        using var http = Raw(flow.Browser);
        foreach (var method in new[] { HttpMethod.Options, HttpMethod.Get })
        {
            using var request = new HttpRequestMessage(method, flow.Url());
            request.Headers.Add("Origin", origin);
            request.Headers.Add("Access-Control-Request-Method", "GET");
            using var response = await http.SendAsync(request);

            response.Headers.Contains("Access-Control-Allow-Origin").Should().BeFalse(method.Method);
        }
    }

    [Fact]
    [Spec("RFC 6749", "3.1")]
    public async Task Empty_parameters_count_as_absent_and_unknown_ones_are_ignored()
    {
        var user = await server.Host.CreateUserAsync();
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp);

        var back = await flow.AuthorizeAsync(user, ("prompt", ""), ("max_age", ""), ("response_mode", ""), ("dpop_jkt", ""), ("frobnicate", "1"));

        (await flow.ExchangeAsync(back.Code!)).Status.Should().Be(200);
    }

    [Theory]
    [InlineData("display", "popup")]
    [InlineData("display", "hologram")]
    [InlineData("ui_locales", "fr-CA fr en")]
    [InlineData("claims_locales", "de")]
    [InlineData("acr_values", "urn:example:nothing-of-ours")]
    [Spec("OIDC Core", "15.1")]
    public async Task Display_locales_and_contexts_that_are_not_ours_cause_no_error(string parameter, string value)
    {
        var user = await server.Host.CreateUserAsync();
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp);

        (await flow.AuthorizeAsync(user, (parameter, value))).Code.Should().NotBeNull();
    }

    [Theory]
    [InlineData("scope", "openid \"unknown\"")]
    [InlineData("response_mode", "fragment\\")]
    [InlineData("prompt", "é")]
    [InlineData("code_challenge", "\"\u0001")]
    [Spec("RFC 6749", "4.1.2.1")]
    public async Task What_is_said_keeps_to_the_characters_of_the_standard_and_echoes_nothing(string parameter, string value)
    {
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp);

        var back = (await flow.OpenAsync((parameter, value))).AsReturn();

        back.Error.Should().MatchRegex("^[a-z_]+$");
        back.Parameters["error_description"].Should().MatchRegex(@"^[\x20-\x21\x23-\x5B\x5D-\x7E]+$").And.NotContain(value);
    }

    [Fact]
    [Spec("OIDC Core", "3.1.2.2")]
    public async Task A_hint_that_somebody_else_signed_is_refused()
    {
        var user = await server.Host.CreateUserAsync();
        using var stranger = SigningKey.Generate(JwsAlgorithm.RS256);
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp);
        var claims = $$"""{"iss":"{{server.Host.Issuer}}","sub":"{{user.Id}}","aud":"{{TestClients.CodeApp.Id}}"}""";
        var hint = JwtWriter.Sign(stranger, "JWT", Encoding.UTF8.GetBytes(claims));

        (await flow.OpenAsync(("id_token_hint", hint))).AsReturn().Error.Should().Be("invalid_request");
    }

    [Fact]
    [Spec("OAuth 2.0 Form Post Response Mode", "2")]
    public async Task A_posted_answer_is_not_stored()
    {
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp);

        var page = (await flow.OpenAsync(("response_mode", "form_post"), ("prompt", "none"))).AsPage();

        page.Headers.CacheControl!.NoStore.Should().BeTrue();
        (await flow.Browser.SubmitAsync(page.Forms.Single())).AsReturn().Error.Should().Be("login_required");
    }

    /// <summary>The browser's cookies, and no redirect is followed.</summary>
    private HttpClient Raw(ProgrammaticBrowser browser) =>
        new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, CookieContainer = browser.Cookies })
        {
            BaseAddress = new Uri(server.Host.Address),
        };

    private static async Task<HttpResponseMessage> PostAsync(HttpClient http, string path, IEnumerable<(string Name, string Value)> fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await http.PostAsync(path, content);
    }

    private static HttpResponseHeaders ShouldBeSeeOther(HttpResponseMessage response)
    {
        using (response)
        {
            response.StatusCode.Should().Be(HttpStatusCode.SeeOther);
            return response.Headers;
        }
    }
}
