using AuthServer.Core.Sessions;
using AuthServer.Storage.Tests.Storage;
using FluentAssertions;
using Xunit;

namespace AuthServer.Storage.Tests.Sessions;

/// <summary>A sign-in that has read its user and has not committed yet holds the user's row: nothing decides over that user until it is in.</summary>
public sealed class PostgreSqlSlowSignInTests(PostgreSqlStorage storage) : SessionStoreContract(storage), IClassFixture<PostgreSqlStorage>
{
    [Fact]
    public async Task An_end_of_everything_waits_for_a_sign_in_that_is_under_way_and_ends_it_too()
    {
        var user = await Storage.AddUserAsync();
        var session = NewSession(user, await AddClientAsync());
        await storage.SlowDownSignInsAsync(TimeSpan.FromSeconds(1));

        var creating = Store.CreateAsync(session, CancellationToken.None);
        await Task.Delay(TimeSpan.FromMilliseconds(400));
        var ended = await Storage.Second.Ends.EndAllOfUserAsync(
            new EndSessionsOfUser(user.Id, EndReason.PasswordChanged, "server", Callers.Home), CancellationToken.None);

        await AppliedAsync(creating);
        ended.Should().Be(1);
        (await Store.FindAsync(session.Id, CancellationToken.None))!.Session.EndReason.Should().Be(EndReason.PasswordChanged);
    }

    [Fact]
    public async Task The_end_of_a_browser_s_sign_in_waits_for_a_session_that_is_being_created_under_it_and_ends_it_too()
    {
        var user = await Storage.AddUserAsync();
        var signIn = await SignBrowserInAsync(user);
        var session = NewSession(user, await AddClientAsync()) with { SignInId = signIn.Id };
        await storage.SlowDownSignInsAsync(TimeSpan.FromSeconds(1));

        var creating = Store.CreateAsync(session, CancellationToken.None);
        await Task.Delay(TimeSpan.FromMilliseconds(400));
        var ended = await EndAsync(signIn);

        await AppliedAsync(creating);
        ended.Should().Equal(session.Id);
        (await Store.FindAsync(session.Id, CancellationToken.None))!.Session.EndReason.Should().Be(EndReason.SignedOut);
    }
}
