using System.Net;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIns;
using AuthServer.Testing.Browser;
using AuthServer.Testing.PostgreSql;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Tests.Account;

/// <summary>What people see when something is wrong on our side.</summary>
public sealed class PageOutageTests(PostgreSqlFixture postgreSql)
{
    [Theory]
    [InlineData(true, HttpStatusCode.ServiceUnavailable, "Please try again in a moment")]
    [InlineData(false, HttpStatusCode.InternalServerError, "Something went wrong")]
    public async Task An_outage_and_a_bug_are_said_by_a_page_that_tells_nothing_of_them(bool isOutage, HttpStatusCode status, string words)
    {
        await using var database = await postgreSql.CreateDatabaseAsync();
        await using var host = await AuthServerHost.StartAsync(
            database, new HostSettings { Services = services => services.AddSingleton<ISignInStore>(new BrokenStore(isOutage)) });
        using var browser = new ProgrammaticBrowser(host.Issuer);

        var page = await browser.SignInAtAsync(await host.CreateUserAsync());

        page.Status.Should().Be(status);
        page.Html.Should().Contain(words).And.NotContain("the cause");
        page.Headers.GetValues("Content-Security-Policy").Should().ContainSingle();
        page.Headers.TryGetValues("Set-Cookie", out _).Should().BeFalse();
    }

    private sealed class BrokenStore(bool isOutage) : ISignInStore
    {
        public Task<SignInSnapshot?> CreateAsync(NewSignIn signIn, CancellationToken cancellationToken) => throw Problem();

        public Task<SignInSnapshot?> FindAsync(SignInId id, CancellationToken cancellationToken) => throw Problem();

        public Task<SignInSnapshot?> RaiseAsync(SignInId id, string acr, string amr, CancellationToken cancellationToken) => throw Problem();

        public Task<bool> NoteSeenAsync(SignInId id, TimeSpan pause, CancellationToken cancellationToken) => throw Problem();

        public Task<IReadOnlyList<SessionId>?> EndAsync(EndSignIn command) => throw Problem();

        private Exception Problem() => isOutage ? new TimeoutException("the cause") : new NotSupportedException("the cause");
    }
}
