using System.Net;
using AuthServer.Core.Sessions;
using AuthServer.Testing.Browser;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Logout;

/// <summary>The page on which people take back what they allowed.</summary>
public sealed class ApplicationsTests(LogoutServer server) : IClassFixture<LogoutServer>, IDisposable
{
    private const string Address = "/account/applications";

    private readonly ProgrammaticBrowser _browser = server.NewBrowser();

    [Fact]
    public async Task It_asks_for_a_sign_in() =>
        (await _browser.OpenAsync(Address)).AsPage().Address.AbsolutePath.Should().Be("/account/sign-in");

    [Fact]
    public async Task What_was_allowed_is_listed_and_what_needs_no_consent_is_not()
    {
        var user = await server.NewUserAsync();
        using var app = server.Flow(server.Clients.App, _browser);
        await app.SignInAsync(user);
        (await PageAsync()).Html.Should().NotContain("The App").And.Contain("allowed nothing yet");

        using var asking = server.Flow(server.Clients.Asking, _browser);
        await asking.SignInAsync(user);

        (await PageAsync()).Html.Should().Contain("Asking &amp; Co").And.Contain("offline_access");
    }

    [Fact]
    public async Task Withdrawing_ends_the_client_s_sessions_tells_it_and_has_it_ask_again()
    {
        var user = await server.NewUserAsync();
        using var elsewhere = server.NewBrowser();
        using var asking = server.Flow(server.Clients.Asking, _browser);
        using var app = server.Flow(server.Clients.App, _browser);
        using var device = server.Flow(server.Clients.Asking, elsewhere);
        var (here, there, other) = (await asking.SignInAsync(user), await device.SignInAsync(user), await app.SignInAsync(user));

        var after = (await _browser.SubmitAsync((await PageAsync()).FormWith("ClientId")!)).AsPage();

        after.Html.Should().Contain("may use your account no longer").And.Contain("allowed nothing yet");
        (await ReasonAsync(here)).Should().Be(EndReason.ConsentWithdrawn);
        (await ReasonAsync(there)).Should().Be(EndReason.ConsentWithdrawn);
        (await ReasonAsync(other)).Should().BeNull();
        (await server.IsSignedInAsync(_browser)).Should().BeTrue();
        var refused = await server.Host.As(server.Clients.Asking).RefreshAsync(here.RefreshToken);
        (refused.Status, refused.Error, refused.Reason).Should().Be((400, "invalid_grant", "consent_withdrawn"));
        (await server.Receiver.OfAsync(here.SessionId)).Should().ContainSingle().Which.Path.Should().Be("asking");
        (await server.Receiver.OfAsync(there.SessionId)).Should().ContainSingle();
        (await asking.OpenAsync(("prompt", "none"))).AsReturn().Error.Should().Be("consent_required");
    }

    [Fact]
    public async Task A_client_that_was_allowed_nothing_is_left_alone()
    {
        var user = await server.NewUserAsync();
        using var app = server.Flow(server.Clients.App, _browser);
        using var asking = server.Flow(server.Clients.Asking, _browser);
        var session = await app.SignInAsync(user);
        await asking.SignInAsync(user);
        var form = (await PageAsync()).FormWith("ClientId")!;

        await _browser.SubmitAsync(form, button: null, ("ClientId", "app"));

        (await ReasonAsync(session)).Should().BeNull();
    }

    [Fact]
    public async Task It_cannot_be_sent_by_another_site()
    {
        var user = await server.NewUserAsync();
        using var asking = server.Flow(server.Clients.Asking, _browser);
        var session = await asking.SignInAsync(user);
        var form = (await PageAsync()).FormWith("ClientId")!;

        (await _browser.SubmitAsync(form, button: null, ("__RequestVerificationToken", ""))).AsPage().Status.Should().Be(HttpStatusCode.BadRequest);
        (await ReasonAsync(session)).Should().BeNull();
    }

    public void Dispose() => _browser.Dispose();

    private async Task<Visit.Page> PageAsync() => (await _browser.OpenAsync(Address)).AsPage();

    private async Task<EndReason?> ReasonAsync(Answer session) => (EndReason?)await server.Database.EndReasonAsync(session.SessionId);
}
