using System.Net;
using AuthServer.Devices;
using AuthServer.Testing;
using AuthServer.Testing.Browser;
using AuthServer.Testing.PostgreSql;
using AuthServer.Tests.Account;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Devices;

/// <summary>Where a user answers a device.</summary>
public sealed class DevicePageTests(PostgreSqlFixture postgreSql) : IAsyncLifetime
{
    private const string NoSuchCode = "This code does not fit";

    private readonly DeviceServer _server = new(postgreSql);

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    [Spec("RFC 8628", "3.3")]
    public async Task The_page_says_which_client_waits_and_what_it_may_do_before_anything_is_allowed()
    {
        var user = await _server.Host.CreateUserAsync();
        using var flow = await DeviceFlow.StartAsync(_server);
        var page = await flow.TypeAsync(user);
        page.Html.Should().Contain("The television").And.Contain(user.UserName!).And.Contain(flow.UserCode).And.Contain("<li>api</li>");
        page.Headers.GetValues("Content-Security-Policy").Single().Should().Contain("frame-ancestors 'none'").And.Contain("form-action 'self'");
        page.Headers.CacheControl!.NoStore.Should().BeTrue();
        (await flow.PollAsync()).Error.Should().Be("authorization_pending", "typing a code allows nothing");
        (await flow.AnswerAsync(page, "allow")).Address.AbsolutePath.Should().Be("/device/allowed");
    }

    [Fact]
    [Spec("RFC 8628", "3.3.1")]
    [Spec("RFC 8628", "5.4")]
    public async Task An_address_with_the_code_in_it_signs_in_first_and_then_only_fills_the_code_in()
    {
        var user = await _server.Host.CreateUserAsync();
        using var flow = await DeviceFlow.StartAsync(_server);
        var signIn = await flow.Browser.GoToAsync(flow.Started.Json.GetProperty("verification_uri_complete").GetString()!);
        signIn.FormWith(BrowserSignIn.PasswordField).Should().NotBeNull();

        var filled = (await flow.Browser.SignInAsync(signIn, user.UserName!, AuthServerHost.Password)).AsPage();

        filled.Address.AbsolutePath.Should().Be("/device");
        var form = filled.FormWith("user_code")!;
        form.Fields.Should().Contain(new HtmlField("user_code", flow.UserCode));
        filled.Html.Should().NotContain("The television", "the user has not sent the code yet");
        var asked = (await flow.Browser.SubmitAsync(form)).AsPage();
        asked.Html.Should().Contain("The television");
        await flow.AnswerAsync(asked, "allow");
        (await flow.PollAsync()).Status.Should().Be(200);
    }

    [Fact]
    [Spec("RFC 8628", "6.1")]
    public async Task Case_dashes_and_spaces_of_a_code_do_not_matter()
    {
        using var flow = await DeviceFlow.StartAsync(_server);
        await flow.Browser.SignInAtAsync(await _server.Host.CreateUserAsync());
        var letters = flow.UserCode.Replace("-", "", StringComparison.Ordinal);
        foreach (var written in new[] { flow.UserCode, letters, flow.UserCode.ToLowerInvariant(), $" {letters[..2]} {letters[2..]} " })
        {
            (await flow.TypeAsync(written)).Html.Should().Contain("The television", written);
        }
    }

    [Fact]
    [Spec("RFC 8628", "5.1")]
    public async Task Unknown_expired_and_answered_codes_are_one()
    {
        using var flow = await DeviceFlow.StartAsync(_server);
        using var expired = await DeviceFlow.StartAsync(_server);
        await _server.Database.ExecuteAsync("UPDATE one_time_artefacts SET expires_at = clock_timestamp() WHERE created_at = (SELECT max(created_at) FROM one_time_artefacts)");
        await flow.AllowAsync(await _server.Host.CreateUserAsync());

        var words = new List<string>();
        foreach (var code in new[] { "BCDF-GHJK", expired.UserCode, flow.UserCode, "AAAA-AAAA", "x" })
        {
            var page = await flow.TypeAsync(code);
            page.Html.Should().Contain(NoSuchCode);
            words.Add(page.ToString().Replace(code, "", StringComparison.Ordinal));
        }

        words.Distinct().Should().ContainSingle();
    }

    [Fact]
    [Spec("RFC 8628", "5.1")]
    public async Task Guessing_is_stopped_for_the_sign_in_and_a_right_code_with_it()
    {
        using var flow = await DeviceFlow.StartAsync(_server);
        using var other = await DeviceFlow.StartAsync(_server);
        await flow.Browser.SignInAtAsync(await _server.Host.CreateUserAsync());
        for (var guess = 0; guess < 20; guess++)
        {
            (await flow.TypeAsync("BCDF-GHJK")).Status.Should().Be(HttpStatusCode.OK);
        }

        var page = await flow.TypeAsync();
        page.Status.Should().Be(HttpStatusCode.TooManyRequests);
        page.Html.Should().NotContain("The television");
        (await other.TypeAsync(await _server.Host.CreateUserAsync())).Html.Should().Contain("The television", "another sign-in has guesses of its own");
    }

    [Fact]
    [Spec("RFC 8628", "5.1")]
    public async Task Guessing_is_stopped_for_the_network_whoever_signs_in()
    {
        var statuses = new List<HttpStatusCode>();
        for (var user = 0; user < 6; user++)
        {
            using var flow = await DeviceFlow.StartAsync(_server);
            await flow.Browser.SignInAtAsync(await _server.Host.CreateUserAsync());
            for (var guess = 0; guess < 20; guess++)
            {
                statuses.Add((await flow.TypeAsync("BCDF-GHJK")).Status);
            }
        }

        statuses.Take(100).Should().OnlyContain(status => status == HttpStatusCode.OK);
        statuses.Skip(100).Should().OnlyContain(status => status == HttpStatusCode.TooManyRequests);
    }

    [Fact]
    [Spec("RFC 6749", "10.12")]
    public async Task Another_site_cannot_answer()
    {
        using var flow = await DeviceFlow.StartAsync(_server);
        var page = await flow.TypeAsync(await _server.Host.CreateUserAsync());
        var form = page.FormWith("user_code")!;
        var refused = (await flow.Browser.SubmitAsync(form, form.Buttons[0], ("__RequestVerificationToken", ""))).AsPage();
        refused.Status.Should().Be(HttpStatusCode.BadRequest);
        (await flow.PollAsync()).Error.Should().Be("authorization_pending");
    }

    [Fact]
    public async Task A_sign_in_that_has_ended_answers_nothing()
    {
        var user = await _server.Host.CreateUserAsync();
        using var flow = await DeviceFlow.StartAsync(_server);
        var page = await flow.TypeAsync(user);
        await _server.Host.ResetPasswordAsync(user, "N3wPassw0rd!");
        (await flow.AnswerAsync(page, "allow")).FormWith(BrowserSignIn.PasswordField).Should().NotBeNull("the user must sign in again");
        (await flow.PollAsync()).Error.Should().Be("authorization_pending");
    }

    [Fact]
    public async Task The_answer_of_the_first_user_counts()
    {
        using var flow = await DeviceFlow.StartAsync(_server);
        var page = await flow.TypeAsync(await _server.Host.CreateUserAsync());
        using var browser = new ProgrammaticBrowser(_server.Host.Issuer);
        await browser.SignInAtAsync(await _server.Host.CreateUserAsync());
        var second = await browser.SendAsync(await browser.GoToAsync(DevicePaths.Verification), "user_code", ("user_code", flow.UserCode));
        await flow.AnswerAsync(page, "deny");
        var form = second.FormWith("user_code")!;
        (await browser.SubmitAsync(form, form.Buttons.Single(button => button.Value == "allow"))).AsPage().Html.Should().Contain(NoSuchCode);
        (await flow.PollAsync()).Error.Should().Be("access_denied");
    }
}
