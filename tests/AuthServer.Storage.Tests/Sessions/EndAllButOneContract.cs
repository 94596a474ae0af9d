using AuthServer.Core.Sessions;
using AuthServer.Storage.Tests.Storage;
using AuthServer.Testing.Sessions;
using FluentAssertions;
using Xunit;

namespace AuthServer.Storage.Tests.Sessions;

/// <summary>The end of everything but one device, or but one session.</summary>
public abstract class EndAllButOneContract(SessionStorage storage) : SessionStoreContract(storage)
{
    private const int Rounds = 200;

    [Fact]
    public async Task The_kept_sign_in_goes_on_with_its_sessions_and_everything_else_ends()
    {
        var user = await Storage.AddUserAsync();
        var (here, elsewhere) = (await SignBrowserInAsync(user), await SignBrowserInAsync(user));
        var kept = await SignInAsync(user, await AddClientAsync(), session => session with { SignInId = here.Id });
        var other = await SignInAsync(user, kept.Client, session => session with { SignInId = elsewhere.Id });
        var apart = await SignInAsync(user, kept.Client);

        (await EndAsync(new EndSessionsOfUser(user.Id, EndReason.UserRevoked, "user:someone", Callers.Home) { Kept = here.Id })).Should().Be(2);

        (await FindAsync(here.Id)).IsLive.Should().BeTrue();
        (await FindAsync(kept)).IsLive.Should().BeTrue();
        (await FindAsync(elsewhere.Id)).SignIn.EndReason.Should().Be(EndReason.UserRevoked);
        (await FindAsync(other)).Session.EndReason.Should().Be(EndReason.UserRevoked);
        (await FindAsync(apart)).Session.EndReason.Should().Be(EndReason.UserRevoked);
        (await RevocationsOfAsync(user.Id)).Should().Equal(new RevocationRecord(RevocationSubject.User, user.Id.ToString(), user.Epoch + 1));
        (await RotateAsync(kept)).Generation.Should().Be(1, "it refreshes as if nothing had been");
    }

    [Fact]
    public async Task A_kept_session_goes_on_by_itself()
    {
        var user = await Storage.AddUserAsync();
        var kept = await SignInAsync(user, await AddClientAsync());
        var other = await SignInAsync(user, kept.Client);

        (await EndAsync(new EndSessionsOfUser(user.Id, EndReason.UserRevoked, "user:someone", Callers.Home) { KeptSession = kept.Id })).Should().Be(1);

        (await FindAsync(kept)).IsLive.Should().BeTrue();
        (await FindAsync(other)).IsLive.Should().BeFalse();
    }

    [Fact]
    public async Task What_had_ended_by_an_epoch_or_by_itself_is_not_revived()
    {
        var user = await Storage.AddUserAsync();
        var signIn = await SignBrowserInAsync(user);
        var ended = await SignInAsync(user, await AddClientAsync(), session => session with { SignInId = signIn.Id });
        var behind = await SignInAsync(user, ended.Client, session => session with { SignInId = signIn.Id });
        await Store.EndAsync(ended.End(EndReason.SignedOut));
        await Storage.RaiseEpochAsync(user.Id, EndReason.PasswordChanged);

        await EndAsync(new EndSessionsOfUser(user.Id, EndReason.UserRevoked, "user:someone", Callers.Home) { Kept = signIn.Id, KeptSession = ended.Id });

        (await FindAsync(signIn.Id)).IsLive.Should().BeFalse();
        (await FindAsync(behind)).IsLive.Should().BeFalse();
        (await FindAsync(ended)).Ended.Should().Be(EndReason.SignedOut);
    }

    [Fact]
    public async Task Another_user_s_sign_in_cannot_be_kept_nor_changed()
    {
        var (user, stranger) = (await Storage.AddUserAsync(), await Storage.AddUserAsync());
        var theirs = await SignBrowserInAsync(stranger);
        var held = await SignInAsync(stranger, await AddClientAsync(), session => session with { SignInId = theirs.Id });
        var row = await Storage.ReadRowAsync(held.Id);

        await EndAsync(new EndSessionsOfUser(user.Id, EndReason.UserRevoked, "user:someone", Callers.Home) { Kept = theirs.Id, KeptSession = held.Id });

        (await Storage.ReadRowAsync(held.Id)).Should().Be(row);
        (await FindAsync(theirs.Id)).IsLive.Should().BeTrue();
    }

    [Fact]
    public async Task Codes_that_were_not_spent_yet_are_void()
    {
        var user = await Storage.AddUserAsync();
        var (signIn, client) = (await SignBrowserInAsync(user), await AddClientAsync());
        var code = await AddCodeAsync(user, client);

        await EndAsync(new EndSessionsOfUser(user.Id, EndReason.UserRevoked, "user:someone", Callers.Home) { Kept = signIn.Id });

        var late = NewSession(user with { Epoch = user.Epoch + 1 }, client) with { Spends = code };
        (await Store.CreateAsync(late, CancellationToken.None)).Should().BeOfType<SessionWrite.NotApplied>();
        (await FindAsync(code))!.SpentAt.Should().BeNull();
    }

    [Fact]
    public async Task A_session_that_is_opened_under_the_kept_sign_in_at_that_moment_is_not_lost_and_its_rotation_neither()
    {
        var client = await AddClientAsync();
        var opened = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var user = await Storage.AddUserAsync();
            var signIn = await SignBrowserInAsync(user);
            var held = await SignInAsync(user, client, session => session with { SignInId = signIn.Id });
            var session = NewSession(user, client) with { SignInId = signIn.Id };

            var ((created, rotated), _) = await Race.RunAsync(
                round,
                async () => (await Storage.First.Store.CreateAsync(session, CancellationToken.None), await Storage.First.Store.RotateAsync(held.Rotation())),
                () => EndAsync(new EndSessionsOfUser(user.Id, EndReason.UserRevoked, "user:someone", Callers.Home) { Kept = signIn.Id }));

            var found = await Store.FindAsync(session.Id, CancellationToken.None);
            (found?.IsLive ?? false).Should().Be(created is SessionWrite.Applied, "what was opened goes on, and what was not is not there");
            opened += created is SessionWrite.Applied ? 1 : 0;
            var kept = await FindAsync(held);
            kept.IsLive.Should().BeTrue();
            kept.Session.Generation.Should().Be(rotated is SessionWrite.Applied ? 1u : 0u);
        }

        opened.Should().BeInRange(1, Rounds - 1, "both must win now and then for the race to be one");
    }

    private Task<int> EndAsync(EndSessionsOfUser end) => Storage.Second.Ends.EndAllOfUserAsync(end, CancellationToken.None);
}
