using AuthServer.Core.Sessions;
using AuthServer.Storage.Tests.Sessions;
using AuthServer.Storage.Tests.Storage;
using FluentAssertions;
using Xunit;

namespace AuthServer.Storage.Tests.SignIns;

/// <summary>Sign-ins under real parallelism; what may not happen is counted.</summary>
public abstract class SignInRaceContract(SessionStorage storage) : SessionStoreContract(storage)
{
    private const int Rounds = 300;

    [Fact]
    public async Task A_session_racing_the_end_of_its_sign_in_never_survives_it()
    {
        var (user, client) = (await Storage.AddUserAsync(), await AddClientAsync());
        var created = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var signIn = await SignBrowserInAsync(user);
            var session = NewSession(user, client) with { SignInId = signIn.Id };

            var (write, ended) = await Race.RunAsync(
                round, () => Storage.First.Store.CreateAsync(session, CancellationToken.None), () => EndAsync(signIn));

            ended.Should().NotBeNull("a session is no reason for an end to be lost");
            var isApplied = write is SessionWrite.Applied;
            created += isApplied ? 1 : 0;
            ended.Should().Equal(isApplied ? [session.Id] : []);
            var found = await Store.FindAsync(session.Id, CancellationToken.None);
            (found is not null).Should().Be(isApplied);
            (found?.IsLive ?? false).Should().BeFalse();
        }

        created.Should().BeInRange(1, Rounds - 1, "both must win now and then for the race to be one");
    }

    [Fact]
    public async Task Of_many_requests_at_once_one_notes_that_the_browser_was_seen()
    {
        var signIn = await SignBrowserInAsync(await Storage.AddUserAsync());
        for (var round = 0; round < 10; round++)
        {
            await Storage.AdvanceAsync(TimeSpan.FromHours(1));

            var noted = await Task.WhenAll(Enumerable.Range(0, 16).Select(request => Task.Run(() =>
                (request % 2 == 0 ? Storage.First : Storage.Second).SignIns.NoteSeenAsync(signIn.Id, TimeSpan.FromHours(1), CancellationToken.None))));

            noted.Count(once => once).Should().Be(1);
        }
    }

    [Fact]
    public async Task A_sign_in_racing_a_password_change_never_survives_it()
    {
        var created = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var user = await Storage.AddUserAsync();
            var signIn = NewSignIn(user);

            var (snapshot, _) = await Race.RunAsync(
                round,
                () => Storage.First.SignIns.CreateAsync(signIn, CancellationToken.None),
                () => Storage.Second.Ends.EndAllOfUserAsync(new EndSessionsOfUser(user.Id, EndReason.PasswordChanged, "server", Callers.Home), CancellationToken.None));

            created += snapshot is not null ? 1 : 0;
            var found = await Storage.First.SignIns.FindAsync(signIn.Id, CancellationToken.None);
            (found is not null).Should().Be(snapshot is not null);
            if (found is not null)
            {
                found.SignIn.EndReason.Should().Be(EndReason.PasswordChanged, "its row must have been marked too");
            }
        }

        created.Should().BeInRange(1, Rounds - 1, "both must win now and then for the race to be one");
    }

    [Fact]
    public async Task Of_many_ends_at_once_exactly_one_counts()
    {
        var user = await Storage.AddUserAsync();
        var signIn = await SignBrowserInAsync(user);
        var held = await SignInAsync(user, await AddListenerAsync(), session => session with { SignInId = signIn.Id });

        var ends = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => EndAsync(signIn))));

        ends.OfType<IReadOnlyList<SessionId>>().Should().ContainSingle().Which.Should().Equal(held.Id);
        (await RevocationsOfAsync(held.Id)).Should().ContainSingle();
        (await LogoutsOfAsync(user.Id)).Should().ContainSingle();
    }

    [Fact]
    public async Task A_rotation_racing_the_end_of_its_sign_in_never_leaves_the_session_alive()
    {
        var (user, client) = (await Storage.AddUserAsync(), await AddClientAsync());
        for (var round = 0; round < Rounds; round++)
        {
            var signIn = await SignBrowserInAsync(user);
            var held = await SignInAsync(user, client, session => session with { SignInId = signIn.Id });

            var (write, ended) = await Race.RunAsync(round, () => Storage.First.Store.RotateAsync(held.Rotation()), () => EndAsync(signIn));

            ended.Should().Equal(held.Id);
            var snapshot = await FindAsync(held);
            snapshot.Ended.Should().Be(EndReason.SignedOut);
            snapshot.Session.Generation.Should().Be(write is SessionWrite.Applied ? 1u : 0u);
        }
    }
}
