using System.Net;
using System.Text.RegularExpressions;
using AuthServer.Account;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Testing;
using AuthServer.Testing.Browser;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Account;

/// <summary>Whatever stands against a sign-in, the page says the same, and counts.</summary>
public sealed partial class SignInRefusalTests(AccountServer server) : IClassFixture<AccountServer>
{
    [Theory]
    [InlineData(null, "wrong")]
    [InlineData("lockout_end = clock_timestamp() + interval '1 hour'", AuthServerHost.Password)]
    [InlineData("disabled = TRUE", AuthServerHost.Password)]
    [InlineData("email_confirmed = FALSE", AuthServerHost.Password)]
    [InlineData("password_hash = NULL", AuthServerHost.Password)]
    [InlineData("two_factor_enabled = TRUE", "wrong")]
    [Spec("OWASP ASVS 5.0", "6.3.8")]
    public async Task Every_obstacle_looks_like_an_unknown_user(string? bent, string password)
    {
        var unknown = await AnswerAsync("nobody@example.com", AuthServerHost.Password);
        var user = await server.Host.CreateUserAsync();
        if (bent is not null)
        {
            await server.Host.BendAsync(user, bent);
        }

        var answer = await AnswerAsync(user.UserName!, password);

        answer.Should().Be(unknown);
        answer.Should().Contain(WebUtility.HtmlEncode(Sentences.NotSignedIn));
        (await server.Database.SignInsAsync(user)).Should().BeEmpty();
    }

    [Fact]
    public async Task Wrong_passwords_on_the_page_and_at_the_token_endpoint_lock_the_same_account()
    {
        var user = await server.Host.CreateUserAsync();
        using var browser = server.NewBrowser();
        var app = server.Host.As(TestClients.App);
        await browser.SignInAtAsync(user, "wrong");
        await browser.SignInAtAsync(user, "wrong");
        await app.SignInAsync(user, "wrong");
        await app.SignInAsync(user, "wrong");
        (await FailuresAsync(user)).Should().Be(4);

        await browser.SignInAtAsync(user, "wrong");

        (await browser.SignInAtAsync(user)).Html.Should().Contain(WebUtility.HtmlEncode(Sentences.NotSignedIn));
        (await app.SignInAsync(user)).Error.Should().Be("invalid_grant");
    }

    [Fact]
    public async Task A_refusal_is_audited_with_what_the_page_does_not_say()
    {
        var user = await server.Host.CreateUserAsync();
        using var browser = server.NewBrowser();
        await browser.SignInAtAsync(user, "wrong");
        (await server.Database.ReadAsync(
            "SELECT type, reason, ip, user_agent FROM audit_events WHERE user_id = @id", row => (row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3)), ("id", user.Id)))
            .Should().Equal(("user.sign_in_failed", "wrong_password", "127.0.0.1", "programmatic-browser/1.0"));
    }

    [Theory]
    [InlineData(AccountPaths.SignIn)]
    [InlineData(AccountPaths.SignOut)]
    [InlineData(AccountPaths.Register)]
    [InlineData(AccountPaths.ForgotPassword)]
    [InlineData(AccountPaths.ResendConfirmation)]
    [InlineData(AccountPaths.ResetPassword)]
    [InlineData(AccountPaths.ConfirmEmail)]
    [InlineData(AccountPaths.SecondFactor)]
    [InlineData(AccountPaths.RecoveryCode)]
    [InlineData(AccountPaths.SignIn + "?handler=Passkey")]
    [InlineData(AccountPaths.SignIn + "?handler=PasskeyOptions")]
    public async Task A_form_without_its_antiforgery_token_is_refused(string path)
    {
        var user = await server.Host.CreateUserAsync();
        using var content = new FormUrlEncodedContent([new("Input.UserName", user.UserName), new("Input.Password", AuthServerHost.Password)]);
        using var answer = await server.Host.Http.PostAsync(path, content);

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("This form has expired");
        answer.Headers.GetValues("Content-Security-Policy").Should().ContainSingle();
        answer.Headers.TryGetValues("Set-Cookie", out var cookies).Should().BeFalse(string.Join(' ', cookies ?? []));
    }

    [Theory]
    [InlineData(AccountPaths.Password)]
    [InlineData(AccountPaths.Authenticator + "?handler=Off")]
    [InlineData(AccountPaths.Passkeys + "?handler=Remove")]
    [InlineData(AccountPaths.PersonalData + "?handler=Delete")]
    public async Task So_is_one_of_a_user_who_is_signed_in(string path)
    {
        var user = await server.Host.CreateUserAsync();
        using var browser = server.NewBrowser();
        await browser.SignInAtAsync(user);
        var answer = (await browser.SubmitAsync(
            new HtmlForm(new Uri(server.Host.Issuer + path), HttpMethod.Post, [new HtmlField("Understood", "true")], []))).AsPage();
        answer.Status.Should().Be(HttpStatusCode.BadRequest);
        (await server.Database.ReadAsync("SELECT 1 FROM users WHERE id = @id", row => row.GetInt32(0), ("id", user.Id))).Should().ContainSingle();
    }

    private async Task<string> AnswerAsync(string userName, string password)
    {
        using var browser = server.NewBrowser();
        var page = (await browser.SignInAsync(await browser.GoToAsync(AccountPaths.SignIn), userName, password)).AsPage();
        var html = page.Html.Replace(userName, "someone", StringComparison.Ordinal);
        return $"{(int)page.Status} {AntiforgeryToken().Replace(html, "")}";
    }

    private async Task<int> FailuresAsync(AuthUser user) =>
        (await server.Database.ReadAsync("SELECT access_failed_count FROM users WHERE id = @id", row => row.GetInt32(0), ("id", user.Id))).Single();

    [GeneratedRegex("""__RequestVerificationToken" type="hidden" value="[^"]*""")]
    private static partial Regex AntiforgeryToken();
}
