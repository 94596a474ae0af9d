using AuthServer.Account;
using AuthServer.Core.Incidents;
using AuthServer.Core.SessionDirectory;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;
using AuthServer.Tests.Account;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Tests.Incidents;

/// <summary>What an incident leaves of a browser's cookie.</summary>
public sealed class IncidentSignInTests(AccountServer server) : IClassFixture<AccountServer>
{
    [Fact]
    public async Task A_cookie_whose_session_was_given_up_before_opens_no_other_afterwards()
    {
        var user = await server.Host.CreateUserAsync();
        using var browser = server.NewBrowser();
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp) { Browser = browser };
        var tokens = await flow.SignInAsync(user);
        await server.Host.As(TestClients.CodeApp).RevokeAsync(tokens.RefreshToken);

        var incident = await server.Host.Services.GetRequiredService<IncidentResponse>().OpenAsync(
            new NewIncident(new SessionFilter { User = new UserId(user.Id) }, "phishing", "admin:root", Caller.Unknown), CancellationToken.None);
        incident.Matched.Should().Be(0);
        var store = server.Host.Services.GetRequiredService<IIncidentStore>();
        for (var patience = 0; patience < 200 && incident.State != IncidentState.Finished; patience++)
        {
            await Task.Delay(50);
            incident = (await store.FindAsync(incident.Id, CancellationToken.None))!;
        }

        incident.State.Should().Be(IncidentState.Finished);
        (await flow.OpenAsync()).AsPage().Address.AbsolutePath.Should().Be(AccountPaths.SignIn);
        (await browser.GoToAsync(AccountPaths.Home)).Html.Should().Contain("It was ended to protect your account, or by an administrator.");
    }
}
