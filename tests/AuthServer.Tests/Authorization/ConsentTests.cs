using System.Net;
using AuthServer.Configuration;
using AuthServer.Core.Clients;
using AuthServer.Core.Consents;
using AuthServer.Core.Users;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Testing;
using AuthServer.Testing.Browser;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Tests.Authorization;

/// <summary>What users allow clients.</summary>
public sealed class ConsentTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    [Spec("OIDC Core", "3.1.2.4")]
    [Spec("RFC 9101", "11.1")]
    public async Task What_was_allowed_once_is_remembered()
    {
        var (user, flow, page) = await AtConsentAsync(TestClients.AskingApp);
        using var first = flow;
        page.Html.Should().Contain("asking-app").And.Contain(user.UserName!).And.Contain("asking.example");

        (await AnswerAsync(flow, page, "allow")).AsReturn().Code.Should().NotBeNull();

        (await flow.OpenAsync()).AsReturn().Code.Should().NotBeNull("the user has been asked before");
        (await flow.OpenAsync(("scope", "openid"))).AsReturn().Code.Should().NotBeNull("less is covered by more");
        (await flow.OpenAsync(("scope", "openid offline_access api files"))).AsPage().FormWith("interaction").Should().NotBeNull("more is not");
    }

    [Fact]
    [Spec("RFC 6749", "4.1.2.1")]
    public async Task A_user_who_says_no_is_believed_and_may_be_asked_again()
    {
        var (_, flow, page) = await AtConsentAsync(TestClients.AskingApp);
        using var first = flow;

        var back = (await AnswerAsync(flow, page, "deny")).AsReturn();

        back.Error.Should().Be("access_denied");
        back.Parameters["state"].Should().Be(flow.State);
        (await flow.OpenAsync()).AsPage().FormWith("interaction").Should().NotBeNull();
    }

    [Fact]
    [Spec("OIDC Core", "3.1.2.6")]
    public async Task None_is_told_that_the_user_must_be_asked()
    {
        var (_, flow, _) = await AtConsentAsync(TestClients.AskingApp);
        using var first = flow;

        (await flow.OpenAsync(("prompt", "none"))).AsReturn().Error.Should().Be("consent_required");
    }

    [Fact]
    [Spec("OIDC Core", "3.1.2.1")]
    public async Task A_client_may_have_the_user_asked_again()
    {
        var (_, flow, page) = await AtConsentAsync(TestClients.AskingApp);
        using var first = flow;
        await AnswerAsync(flow, page, "allow");

        page = (await flow.OpenAsync(("prompt", "consent"))).AsPage();

        (await AnswerAsync(flow, page, "allow")).AsReturn().Code.Should().NotBeNull();
    }

    [Fact]
    public async Task A_code_from_before_a_withdrawal_opens_nothing()
    {
        var (user, flow, page) = await AtConsentAsync(TestClients.AskingApp);
        using var first = flow;
        var code = (await AnswerAsync(flow, page, "allow")).AsReturn().Code!;
        await server.Host.Services.GetRequiredService<IConsentStore>().WithdrawAsync(new UserId(user.Id), new ClientId(TestClients.AskingApp.Id), CancellationToken.None);

        (await flow.ExchangeAsync(code)).Error.Should().Be("invalid_grant");
    }

    [Fact]
    [Spec("RFC 6749", "10.12")]
    public async Task Consent_cannot_be_given_by_another_site()
    {
        var (_, flow, page) = await AtConsentAsync(TestClients.AskingApp);
        using var first = flow;
        var form = page.FormWith("interaction")!;

        var refused = (await flow.Browser.SubmitAsync(form, form.Buttons[0], ("__RequestVerificationToken", ""))).AsPage();

        refused.Status.Should().Be(HttpStatusCode.BadRequest);
        (await flow.OpenAsync(("prompt", "none"))).AsReturn().Error.Should().Be("consent_required");
    }

    [Fact]
    public async Task Consent_counts_for_the_user_who_gave_it_alone()
    {
        var (_, flow, page) = await AtConsentAsync(TestClients.AskingApp);
        using var first = flow;
        await AnswerAsync(flow, page, "allow");

        var (_, other, second) = await AtConsentAsync(TestClients.AskingApp);
        using var both = other;

        second.FormWith("interaction").Should().NotBeNull();
    }

    [Fact]
    [Spec("RFC 6749", "10.13")]
    [Spec("RFC 9700", "4.16")]
    public async Task The_page_cannot_be_framed()
    {
        var (_, flow, page) = await AtConsentAsync(TestClients.AskingApp);
        using var first = flow;

        page.Headers.GetValues("Content-Security-Policy").Single().Should().Contain("frame-ancestors 'none'");
        page.Headers.CacheControl!.NoStore.Should().BeTrue();
    }

    private async Task<(AuthUser User, CodeFlow Flow, Visit.Page Page)> AtConsentAsync(ClientDeclaration client)
    {
        var user = await server.Host.CreateUserAsync();
        var flow = new CodeFlow(server.Host, client);
        var signIn = (await flow.OpenAsync()).AsPage();
        return (user, flow, (await flow.Browser.SignInAsync(signIn, user.UserName!, AuthServerHost.Password)).AsPage());
    }

    private static Task<Visit> AnswerAsync(CodeFlow flow, Visit.Page page, string answer)
    {
        var form = page.FormWith("interaction")!;
        return flow.Browser.SubmitAsync(form, form.Buttons.Single(button => button.Value == answer));
    }
}
