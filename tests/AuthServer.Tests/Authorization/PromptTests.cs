using AuthServer.Configuration;
using AuthServer.Testing;
using AuthServer.Testing.Browser;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Microsoft.AspNetCore.WebUtilities;
using Xunit;

namespace AuthServer.Tests.Authorization;

/// <summary>What the client asks of the user's attention (OIDC Core §3.1.2.1), and what the user is asked.</summary>
public sealed class PromptTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Password = BrowserSignIn.PasswordField;

    [Fact]
    [Spec("OIDC Core", "3.1.2.6")]
    public async Task None_without_a_sign_in_is_told_that_one_is_needed()
    {
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp);

        var back = (await flow.OpenAsync(("prompt", "none"))).AsReturn();

        back.Error.Should().Be("login_required");
        back.Parameters["state"].Should().Be(flow.State);
    }

    [Fact]
    [Spec("OIDC Core", "3.1.2.1")]
    public async Task None_with_a_sign_in_gets_its_code()
    {
        using var flow = await SignedInAsync(TestClients.CodeApp);

        (await flow.OpenAsync(("prompt", "none"))).AsReturn().Code.Should().NotBeNull();
    }

    [Fact]
    [Spec("OIDC Core", "3.1.2.1")]
    public async Task Login_asks_for_the_credentials_again_and_says_when_they_were_shown()
    {
        var user = await server.Host.CreateUserAsync();
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp);
        var first = await flow.SignInAsync(user);
        await server.Database.ExecuteAsync("UPDATE sign_ins SET authenticated_at = authenticated_at - interval '1 minute' WHERE user_id = @id", ("id", user.Id));

        var page = (await flow.OpenAsync(("prompt", "login"))).AsPage();
        page.FormWith(Password).Should().NotBeNull();
        var back = (await flow.Browser.SignInAsync(page, user.UserName!, AuthServerHost.Password)).AsReturn();

        var second = await flow.ExchangeAsync(back.Code!);
        second.Claims.GetProperty("auth_time").GetInt64().Should().BeGreaterThanOrEqualTo(first.Claims.GetProperty("auth_time").GetInt64());
        (await server.Database.ReadAsync("SELECT count(*) FROM sign_ins WHERE user_id = @id", row => row.GetInt64(0), ("id", user.Id))).Single()
            .Should().Be(1, "showing the credentials again raises the sign-in");
    }

    [Fact]
    [Spec("OIDC Core", "3.1.2.1")]
    public async Task A_maximum_age_that_has_passed_asks_again_and_one_that_has_not_does_not()
    {
        var user = await server.Host.CreateUserAsync();
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp);
        await flow.SignInAsync(user);
        await server.Database.ExecuteAsync("UPDATE sign_ins SET authenticated_at = authenticated_at - interval '2 minutes' WHERE user_id = @id", ("id", user.Id));

        (await flow.OpenAsync(("max_age", "600"))).AsReturn().Code.Should().NotBeNull();
        (await flow.OpenAsync(("max_age", "60"), ("prompt", "none"))).AsReturn().Error.Should().Be("login_required");
        var page = (await flow.OpenAsync(("max_age", "60"))).AsPage();

        (await flow.Browser.SignInAsync(page, user.UserName!, AuthServerHost.Password)).AsReturn().Code.Should().NotBeNull();
    }

    [Fact]
    [Spec("OIDC Core", "3.1.2.1")]
    public async Task Select_account_lets_the_user_go_on_or_take_another()
    {
        var other = await server.Host.CreateUserAsync();
        using var flow = await SignedInAsync(TestClients.CodeApp);

        var page = (await flow.OpenAsync(("prompt", "select_account"))).AsPage();
        var form = page.FormWith("interaction")!;
        (await flow.Browser.SubmitAsync(form, form.Buttons[0])).AsReturn().Code.Should().NotBeNull();

        page = (await flow.OpenAsync(("prompt", "select_account"))).AsPage();
        form = page.FormWith("interaction")!;
        var signIn = (await flow.Browser.SubmitAsync(form, form.Buttons[1])).AsPage();
        var back = (await flow.Browser.SignInAsync(signIn, other.UserName!, AuthServerHost.Password)).AsReturn();
        (await flow.ExchangeAsync(back.Code!)).Claims.GetProperty("sub").GetGuid().Should().Be(other.Id);
    }

    [Fact]
    [Spec("OIDC Core", "3.1.2.6")]
    public async Task Select_account_cannot_be_unasked()
    {
        using var flow = await SignedInAsync(TestClients.CodeApp);

        (await flow.OpenAsync(("prompt", "none select_account"))).AsReturn().Error.Should().Be("invalid_request");
    }

    [Fact]
    [Spec("RFC 9470", "4")]
    public async Task A_second_factor_that_the_client_asks_for_is_asked_of_the_user()
    {
        using var flow = await SignedInAsync(TestClients.CodeApp);

        (await flow.OpenAsync(("acr_values", "2"), ("prompt", "none"))).AsReturn().Error.Should().Be("login_required");
        (await flow.OpenAsync(("acr_values", "2"))).AsPage().Html.Should().Contain("second step");
        (await flow.OpenAsync(("acr_values", "1"))).AsReturn().Code.Should().NotBeNull();
        (await flow.OpenAsync(("acr_values", "urn:somebody:else:gold"))).AsReturn().Code.Should().NotBeNull("values that are not known here are no reason to ask");
    }

    [Fact]
    [Spec("OIDC Core", "3.1.2.1")]
    public async Task Somebody_else_than_the_hint_names_is_no_answer()
    {
        var user = await server.Host.CreateUserAsync();
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp);
        var token = (await flow.SignInAsync(user)).Json.GetProperty("id_token").GetString();
        using var other = await SignedInAsync(TestClients.CodeApp);

        (await flow.OpenAsync(("id_token_hint", token), ("prompt", "none"))).AsReturn().Code.Should().NotBeNull();
        (await other.OpenAsync(("id_token_hint", token), ("prompt", "none"))).AsReturn().Error.Should().Be("login_required");
    }

    [Fact]
    [Spec("OIDC Core", "3.1.2.1")]
    public async Task The_login_hint_is_filled_in()
    {
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp);

        (await flow.OpenAsync(("login_hint", "ada@example.com"))).AsPage().Html.Should().Contain("ada@example.com");
    }

    [Fact]
    [Spec("RFC 8252", "8.6")]
    public async Task A_native_app_gets_nothing_behind_the_user_s_back()
    {
        using var flow = await SignedInAsync(TestClients.NativeApp);
        var again = new CodeFlow(server.Host, TestClients.NativeApp) { Browser = flow.Browser };

        (await again.OpenAsync(("prompt", "none"))).AsReturn().Error.Should().Be("consent_required");
        (await again.OpenAsync()).AsPage().Html.Should().Contain(TestClients.NativeApp.Id);
    }

    [Theory]
    [InlineData("prompt", "login")]
    [InlineData("max_age", "0")]
    [InlineData("prompt", "select_account")]
    [Spec("OIDC Core", "3.1.2.1")]
    public async Task An_interaction_from_another_browser_asks_as_much_as_one_of_its_own(string parameter, string value)
    {
        using var victim = await SignedInAsync(TestClients.CodeApp, ago: "1 minute");

        (await victim.Browser.OpenAsync(await InteractionOfAnotherBrowserAsync(TestClients.CodeApp, (parameter, value)))).Should().BeOfType<Visit.Page>();
    }

    [Fact]
    [Spec("RFC 8252", "8.6")]
    public async Task A_native_app_that_carries_an_interaction_into_the_user_s_browser_gets_nothing_unseen()
    {
        using var victim = await SignedInAsync(TestClients.NativeApp, ago: "1 minute");

        (await victim.Browser.OpenAsync(await InteractionOfAnotherBrowserAsync(TestClients.NativeApp))).AsPage().Html.Should().Contain(TestClients.NativeApp.Id);
    }

    [Fact]
    [Spec("OIDC Core", "3.1.2.1")]
    public async Task A_hint_of_another_user_lets_the_user_of_this_browser_change_the_account()
    {
        var hinted = await server.Host.CreateUserAsync();
        using var first = new CodeFlow(server.Host, TestClients.CodeApp);
        var token = (await first.SignInAsync(hinted)).Json.GetProperty("id_token").GetString();
        using var flow = await SignedInAsync(TestClients.CodeApp);

        var form = (await flow.OpenAsync(("id_token_hint", token))).AsPage().FormWith("interaction")!;
        var signIn = (await flow.Browser.SubmitAsync(form, form.Buttons[1])).AsPage();

        (await flow.Browser.SignInAsync(signIn, hinted.UserName!, AuthServerHost.Password)).AsReturn().Code.Should().NotBeNull();
    }

    /// <summary>The address under which a browser without a sign-in would go on.</summary>
    private async Task<string> InteractionOfAnotherBrowserAsync(ClientDeclaration client, params (string Name, string? Value)[] changes)
    {
        using var bare = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(server.Host.Issuer) };
        using var flow = new CodeFlow(server.Host, client);
        using var answer = await bare.GetAsync(flow.Url(changes));
        return QueryHelpers.ParseQuery(answer.Headers.Location!.OriginalString.Split('?', 2)[1])["returnUrl"].ToString();
    }

    private async Task<CodeFlow> SignedInAsync(ClientDeclaration client, string ago = "0")
    {
        var flow = new CodeFlow(server.Host, client);
        var user = await server.Host.CreateUserAsync();
        await flow.SignInAsync(user);
        await server.Database.ExecuteAsync(
            $"UPDATE sign_ins SET created_at = created_at - interval '{ago}', authenticated_at = authenticated_at - interval '{ago}' WHERE user_id = @id", ("id", user.Id));
        return flow;
    }
}
