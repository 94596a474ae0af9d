using System.Text.Json;
using AuthServer.Endpoints;
using AuthServer.Protocol.Jose;
using AuthServer.Testing;
using AuthServer.Testing.Browser;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Authorization;

/// <summary>The authorization code flow as a compliant client goes it.</summary>
public sealed class CodeFlowTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    [Spec("RFC 6749", "4.1")]
    [Spec("RFC 7636", "4")]
    [Spec("RFC 9207", "2")]
    [Spec("RFC 6749", "4.1.2")]
    [Spec("RFC 7636", "4.2")]
    [Spec("RFC 9700", "2.1.1")]
    [Spec("OIDC Core", "3.1.3.3")]
    public async Task A_user_signs_in_and_the_client_gets_its_tokens()
    {
        var user = await server.Host.CreateUserAsync();
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp);

        var back = await flow.AuthorizeAsync(user);

        back.Address.GetLeftPart(UriPartial.Path).Should().Be("https://app.example/callback");
        back.Parameters.Keys.Should().BeEquivalentTo("code", "state", "iss");
        back.Parameters["state"].Should().Be(flow.State);
        back.Parameters["iss"].Should().Be(server.Host.Issuer);
        var answer = await flow.ExchangeAsync(back.Code!);
        answer.Status.Should().Be(200);
        answer.Members.Should().Equal("access_token", "token_type", "expires_in", "refresh_token", "refresh_token_expires_in", "id_token", "scope");
        answer.Claims.GetProperty("sub").GetGuid().Should().Be(user.Id);
        answer.Claims.GetProperty("aud").GetString().Should().Be("api");
        (await flow.Client.RefreshAsync(answer.RefreshToken)).Status.Should().Be(200);
    }

    [Fact]
    [Spec("OIDC Core", "2")]
    [Spec("OIDC Core", "3.1.3.6")]
    [Spec("OIDC Core", "10.1")]
    public async Task The_ID_token_says_who_when_and_how()
    {
        var user = await server.Host.CreateUserAsync();
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp);

        var answer = await flow.SignInAsync(user);

        var token = answer.Json.GetProperty("id_token").GetString()!;
        var claims = await VerifiedAsync(token);
        claims.Issuer.Should().Be(server.Host.Issuer);
        claims.Subject.Should().Be(user.Id.ToString());
        claims.Audiences.Should().Equal(TestClients.CodeApp.Id);
        claims.GetString("nonce").Should().Be(flow.Nonce);
        claims.GetString("acr").Should().Be("1");
        claims.GetStrings("amr").Should().Equal("pwd");
        claims.SessionId.Should().Be(answer.SessionId.ToString());
        claims.GetInt64("auth_time").Should().Be(answer.Claims.GetProperty("auth_time").GetInt64());
        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(answer.AccessToken));
        claims.GetString("at_hash").Should().Be(System.Buffers.Text.Base64Url.EncodeToString(hash.AsSpan(0, 16)));
        JsonElement.Parse(Header(token)).GetProperty("alg").GetString().Should().Be("RS256");
    }

    [Fact]
    [Spec("OIDC Core", "3.1.2.1")]
    public async Task A_second_client_gets_its_code_without_another_sign_in()
    {
        var user = await server.Host.CreateUserAsync();
        using var first = new CodeFlow(server.Host, TestClients.CodeApp);
        await first.SignInAsync(user);
        var second = new CodeFlow(server.Host, TestClients.OtherCodeApp) { Browser = first.Browser };

        var back = (await second.OpenAsync()).AsReturn();

        var answer = await second.ExchangeAsync(back.Code!);
        answer.Claims.GetProperty("sub").GetGuid().Should().Be(user.Id);
    }

    [Fact]
    [Spec("OIDC Core", "3.1.2.1")]
    public async Task The_request_may_come_by_POST()
    {
        var user = await server.Host.CreateUserAsync();
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp);
        await flow.SignInAsync(user);
        var form = HtmlForm.In(
            $"<form method=\"post\" action=\"{Paths.Authorization}\">{string.Concat(flow.Request().Select(field => $"<input type=\"hidden\" name=\"{field.Key}\" value=\"{field.Value}\">"))}</form>",
            new Uri(server.Host.Issuer)).Single();

        var back = (await flow.Browser.SubmitAsync(form)).AsReturn();

        (await flow.ExchangeAsync(back.Code!)).Status.Should().Be(200);
    }

    [Fact]
    [Spec("OIDC Core", "3.1.2.1")]
    public async Task A_form_of_another_site_does_not_spare_the_user_the_login_that_it_asks_for()
    {
        var user = await server.Host.CreateUserAsync();
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp);
        await flow.SignInAsync(user);
        await server.Database.ExecuteAsync("UPDATE sign_ins SET authenticated_at = authenticated_at - interval '1 minute' WHERE user_id = @id", ("id", user.Id));

        // SameSite=Lax: the browser keeps the cookie of the sign-in to itself, and sends it with the GET that follows.
        using var bare = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(server.Host.Issuer) };
        using var form = new FormUrlEncodedContent(flow.Request(("prompt", "login")));
        using var answer = await bare.PostAsync(Paths.Authorization, form);

        ((int)answer.StatusCode).Should().Be(303);
        (await flow.Browser.OpenAsync(answer.Headers.Location!.OriginalString)).AsPage().FormWith(BrowserSignIn.PasswordField).Should().NotBeNull();
    }

    [Fact]
    [Spec("OAuth 2.0 Form Post Response Mode", "2")]
    public async Task The_answer_may_be_posted()
    {
        var user = await server.Host.CreateUserAsync();
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp);
        await flow.SignInAsync(user);

        var page = (await flow.OpenAsync(("response_mode", "form_post"))).AsPage();

        page.Html.Should().Contain("<script src=\"/form-post.js\" defer></script>").And.Contain("<noscript>");
        page.Headers.GetValues("Content-Security-Policy").Single().Should().Contain("script-src 'self'").And.NotContain("form-action").And.NotContain("unsafe");
        var back = (await flow.Browser.SubmitAsync(page.Forms.Single())).AsReturn();
        back.Address.Should().Be(new Uri("https://app.example/callback"));
        back.Parameters.Keys.Should().BeEquivalentTo("code", "state", "iss");
        (await flow.ExchangeAsync(back.Code!)).Status.Should().Be(200);
    }

    [Fact]
    [Spec("RFC 6749", "3.1.2")]
    public async Task A_query_that_the_redirect_URI_has_is_kept()
    {
        var user = await server.Host.CreateUserAsync();
        using var flow = new CodeFlow(server.Host, TestClients.CodeWeb) { RedirectUri = "https://web.example/second?kept=yes" };

        var back = await flow.AuthorizeAsync(user);

        back.Parameters["kept"].Should().Be("yes");
        (await flow.ExchangeAsync(back.Code!)).Status.Should().Be(200);
    }

    [Fact]
    [Spec("RFC 6749", "3.1.2.3")]
    [Spec("RFC 6749", "4.1.3")]
    public async Task A_client_with_one_redirect_URI_may_leave_it_out()
    {
        var user = await server.Host.CreateUserAsync();
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp) { Scope = "offline_access api" };

        var back = await flow.AuthorizeAsync(user, ("redirect_uri", null));

        back.Address.GetLeftPart(UriPartial.Path).Should().Be("https://app.example/callback");
        (await flow.ExchangeAsync(back.Code!, ("redirect_uri", null))).Status.Should().Be(200);
    }

    [Fact]
    [Spec("OIDC Core", "3.1.2.1")]
    public async Task A_request_with_openid_names_its_redirect_URI()
    {
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp);

        (await flow.OpenAsync(("redirect_uri", null))).AsPage().Status.Should().Be(System.Net.HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("http://127.0.0.1:49152/callback")]
    [InlineData("http://127.0.0.1:1/callback")]
    [InlineData("http://127.0.0.1/callback")]
    [Spec("RFC 8252", "7.3")]
    public async Task A_native_app_may_listen_on_any_port_of_loopback(string redirectUri)
    {
        var user = await server.Host.CreateUserAsync();
        using var flow = new CodeFlow(server.Host, TestClients.NativeApp) { RedirectUri = redirectUri };

        var back = await flow.AuthorizeAsync(user);

        back.Address.Should().Match<Uri>(address => address.AbsoluteUri.StartsWith(new Uri(redirectUri).AbsoluteUri));
        (await flow.ExchangeAsync(back.Code!)).Status.Should().Be(200);
    }

    [Fact]
    [Spec("RFC 6749", "3.3")]
    public async Task Without_offline_access_there_is_no_refresh_token_and_the_session_ends_with_the_sign_in()
    {
        var user = await server.Host.CreateUserAsync();
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp) { Scope = "openid api" };

        var answer = await flow.SignInAsync(user);

        answer.Members.Should().NotContain("refresh_token");
        var expiry = await server.Database.SessionAsync<DateTimeOffset>(answer.SessionId, "absolute_expires_at");
        (await server.Database.ReadAsync(
            "SELECT i.expires_at FROM sign_ins i JOIN sessions s ON s.sign_in_id = i.id WHERE s.id = @id",
            row => row.GetFieldValue<DateTimeOffset>(0),
            ("id", answer.SessionId))).Single().Should().Be(expiry);
    }

    private async Task<JwtClaims> VerifiedAsync(string token)
    {
        JsonWebKeySet.TryParse(await server.Host.Http.GetByteArrayAsync(Paths.Keys), out var set).Should().BeTrue();
        return JwtReader.Read(token, "JWT", new VerificationKeySet(set!)) switch
        {
            JwtResult.Verified verified => verified.Claims,
            var refused => throw new InvalidOperationException(refused.ToString()),
        };
    }

    private static byte[] Header(string token) =>
        Base64UrlText.TryDecode(token.Split('.')[0], out var header) ? header : throw new InvalidOperationException(token);
}
