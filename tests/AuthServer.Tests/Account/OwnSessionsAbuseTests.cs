using System.Net;
using AuthServer.Account;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Testing;
using AuthServer.Testing.Browser;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Account;

/// <summary>What the pages of one's devices refuse: other people's, other sites', and what nobody has confirmed.</summary>
public sealed class OwnSessionsAbuseTests(AccountServer server) : IClassFixture<AccountServer>, IDisposable
{
    private readonly ProgrammaticBrowser _browser = server.NewBrowser();

    public static TheoryData<string> Pages => [AccountPaths.Sessions, $"{AccountPaths.EndSessions}/others", $"{AccountPaths.EndSessions}/everything"];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task They_ask_for_a_sign_in(string path)
    {
        var page = await _browser.GoToAsync(path);
        (page.Address.AbsolutePath, page.Address.Query).Should().Be((AccountPaths.SignIn, QueryString(path)));
    }

    [Theory]
    [InlineData("application")]
    [InlineData("device")]
    public async Task Another_user_s_is_neither_shown_nor_ended_and_answered_like_one_that_does_not_exist(string what)
    {
        var (user, victim) = (await server.Host.CreateUserAsync(), await server.Host.CreateUserAsync());
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp);
        var theirs = await flow.SignInAsync(victim);
        var signIn = (await server.Database.SignInsAsync(victim)).Single().Id;
        var path = $"{AccountPaths.EndSessions}/{what}/{(what == "device" ? signIn : theirs.SessionId)}";
        await _browser.SignInAtAsync(user);

        var shown = await _browser.GoToAsync(path);
        var nothing = await _browser.GoToAsync($"{AccountPaths.EndSessions}/{what}/{Guid.CreateVersion7()}");

        shown.ToString().Should().Be(nothing.ToString()).And.Contain("nothing left to sign out");
        var posted = await PostAsync(path);
        posted.ToString().Should().Contain("nothing left to sign out");
        (await server.Database.EndReasonAsync(theirs.SessionId)).Should().BeNull();
        (await server.Database.SignInsAsync(victim)).Single().EndReason.Should().BeNull();
        (await server.Host.As(TestClients.CodeApp).RefreshAsync(theirs.RefreshToken)).Status.Should().Be(200);
        (await _browser.GoToAsync(AccountPaths.Sessions)).Html.Should().NotContain(theirs.SessionId.ToString()).And.NotContain(signIn.ToString());
    }

    [Theory]
    [InlineData("application/not-a-session")]
    [InlineData("application")]
    [InlineData("device/00000000-0000-0000-0000-000000000000")]
    [InlineData("others/00000000-0000-0000-0000-000000000000")]
    [InlineData("anything")]
    public async Task What_does_not_exist_ends_nothing(string path)
    {
        var user = await server.Host.CreateUserAsync();
        await _browser.SignInAtAsync(user);
        var session = await server.Host.As(TestClients.App).SignInAsync(user);

        (await _browser.GoToAsync($"{AccountPaths.EndSessions}/{path}")).Address.AbsolutePath.Should().Be(AccountPaths.Sessions);
        await PostAsync($"{AccountPaths.EndSessions}/{path}");

        (await server.Host.As(TestClients.App).RefreshAsync(session.RefreshToken)).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        var (user, session) = await SignedInAsync();
        var page = await _browser.GoToAsync($"{AccountPaths.EndSessions}/application/{session.SessionId}");

        (await _browser.SubmitAsync(page.Forms.Single(), values: [("__RequestVerificationToken", "")])).AsPage().Status.Should().Be(HttpStatusCode.BadRequest);
        using var stranger = server.NewBrowser();
        (await stranger.SubmitAsync(page.Forms.Single())).AsPage().Address.AbsolutePath.Should().Be(AccountPaths.SignIn, "it is nobody's without a cookie");

        (await server.Database.EndReasonAsync(session.SessionId)).Should().BeNull();
        (await server.Database.SignInsAsync(user)).Single().EndReason.Should().BeNull();
    }

    [Fact]
    public async Task Looking_at_a_question_ends_nothing()
    {
        var (user, session) = await SignedInAsync();
        var signIn = (await server.Database.SignInsAsync(user)).Single().Id;
        foreach (var path in new[] { $"application/{session.SessionId}", $"device/{signIn}", "others", "everything" })
        {
            (await _browser.GoToAsync($"{AccountPaths.EndSessions}/{path}")).Forms.Should().ContainSingle();
        }

        (await server.Host.As(TestClients.App).RefreshAsync(session.RefreshToken)).Status.Should().Be(200);
        (await _browser.GoToAsync(AccountPaths.Home)).IsSignedIn().Should().BeTrue();
    }

    [Fact]
    [Spec("OWASP ASVS 5.0", "7.5.2")]
    public async Task Whoever_signed_in_long_ago_shows_a_credential_before_anything_ends()
    {
        var (user, session) = await SignedInAsync();
        var path = $"{AccountPaths.EndSessions}/application/{session.SessionId}";
        var form = (await _browser.GoToAsync(path)).Forms.Single();
        await server.Database.ExecuteAsync("UPDATE sign_ins SET authenticated_at = authenticated_at - interval '11 minutes' WHERE user_id = @id", ("id", user.Id));
        (await _browser.GoToAsync(AccountPaths.Sessions)).IsSignedIn().Should().BeTrue("looking needs none");

        var page = (await _browser.SubmitAsync(form)).AsPage();

        page.Address.AbsolutePath.Should().Be(AccountPaths.SignIn);
        (await server.Database.EndReasonAsync(session.SessionId)).Should().BeNull();
        page = await _browser.SendAsync(page, "Input.Password", ("Input.Password", AuthServerHost.Password));
        page.Address.AbsolutePath.Should().Be(path);
        await _browser.SubmitAsync(page.Forms.Single());
        (await server.Database.EndReasonAsync(session.SessionId)).Should().Be(2);
    }

    [Fact]
    public async Task A_user_who_has_lost_the_second_factor_can_still_end_the_device_that_has_it()
    {
        var (user, session) = await SignedInAsync();
        await server.Host.GivePasskeyAsync(user, [9, 9]);
        (await _browser.GoToAsync(AccountPaths.Passkeys)).Address.AbsolutePath.Should().Be(AccountPaths.SignIn);
        (await _browser.GoToAsync($"{AccountPaths.EndSessions}/application/{session.SessionId}")).Forms.Should().ContainSingle();
    }

    public void Dispose() => _browser.Dispose();

    private async Task<(AuthUser User, Answer Session)> SignedInAsync()
    {
        var user = await server.Host.CreateUserAsync();
        var session = await server.Host.As(TestClients.App).SignInAsync(user);
        await _browser.SignInAtAsync(user);
        return (user, session);
    }

    /// <summary>A question's own form, sent to another address.</summary>
    private async Task<Visit.Page> PostAsync(string path)
    {
        var form = (await _browser.GoToAsync($"{AccountPaths.EndSessions}/everything")).Forms.Single();
        return (await _browser.SubmitAsync(form with { Action = new Uri(new Uri(server.Host.Issuer), path) })).AsPage();
    }

    private static string QueryString(string path) => $"?{AccountPaths.ReturnUrl}={Uri.EscapeDataString(path)}";
}
