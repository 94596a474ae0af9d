using AuthServer.Core.Audit;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;
using AuthServer.EntityFrameworkCore;
using AuthServer.EntityFrameworkCore.Sessions;
using AuthServer.Storage.Tests.Storage;
using AuthServer.Testing.Audit;
using AuthServer.Testing.Sessions;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Xunit;

namespace AuthServer.Storage.Tests.Sessions;

/// <summary>
/// What happens when something is taken away from what a user may: access tokens that are out die, everything else goes on, and whoever refreshes or signs in at
/// that moment is neither lost nor given the old under the new epoch.
/// </summary>
public sealed class PostgreSqlTokenEndTests(PostgreSqlStorage storage) : SessionStoreContract(storage), IClassFixture<PostgreSqlStorage>
{
    private const int Rounds = 300;

    private static readonly UserClaims Before = UserClaims.None with { Roles = ["clerk"] };

    private static readonly UserClaims After = UserClaims.None;

    [Fact]
    public async Task Sessions_sign_ins_and_codes_follow_the_epoch_and_the_feed_tells_of_it()
    {
        var user = await Storage.AddUserAsync(Before);
        var signIn = await SignBrowserInAsync(user);
        var held = await SignInAsync(user, await AddListenerAsync(), session => session with { SignInId = signIn.Id });
        var code = await AddCodeAsync(user, held.Client);

        (await TakeAwayAsync(user)).Should().Be(user.Epoch + 1);

        var now = await FindAsync(held);
        now.IsLive.Should().BeTrue();
        (now.Session.UserEpoch, now.User).Should().Be((user.Epoch + 1, new OwnerState(user.Epoch + 1, null, Disabled: false)));
        (await FindAsync(signIn.Id)).IsLive.Should().BeTrue();
        await RotateAsync(held);
        await AppliedAsync(Store.CreateAsync(
            NewSession(user with { Epoch = user.Epoch + 1 }, held.Client) with { SignInId = signIn.Id, Spends = code }, CancellationToken.None));
        (await RevocationsOfAsync(user.Id)).Should().Equal(new RevocationRecord(RevocationSubject.User, user.Id.ToString(), user.Epoch + 1));
        (await LogoutsOfAsync(user.Id)).Should().BeEmpty();
        (await AuditOfAsync(user.Id)).Should().ContainSingle(record => record.Type == AuditEventTypes.UserTokensEnded).Which.Should().Be(
            new AuditRecord(AuditEventTypes.UserTokensEnded, "admin:root") { UserId = user.Id, Detail = "moved on", Ip = "192.0.2.10", UserAgent = "Browser/1.0" });
    }

    [Fact]
    public async Task What_had_ended_stays_ended_for_its_own_reason()
    {
        var user = await Storage.AddUserAsync(Before);
        var behind = await SignInAsync(user, await AddClientAsync());
        await Storage.RaiseEpochAsync(user.Id, EndReason.PasswordChanged);

        await TakeAwayAsync(user);

        (await FindAsync(behind)).Ended.Should().Be(EndReason.PasswordChanged);
    }

    [Fact]
    public async Task A_rotation_racing_it_gets_the_old_with_the_old_epoch_or_the_new_with_the_new()
    {
        var client = await AddClientAsync();
        var (old, renewed, refused) = (0, 0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            var user = await Storage.AddUserAsync(Before);
            var held = await SignInAsync(user, client);

            var (write, _) = await Race.RunAsync(round, () => Storage.First.Store.RotateAsync(held.Rotation()), () => TakeAwayAsync(user));

            if (write is SessionWrite.Applied { Snapshot: var given })
            {
                var isOld = given.Session.UserEpoch == user.Epoch;
                given.UserClaims.Roles.ToArray().Should().Equal(isOld ? Before.Roles : After.Roles);
                (old, renewed) = (old + (isOld ? 1 : 0), renewed + (isOld ? 0 : 1));
                held = held with { Generation = 1 };
            }

            refused += write is SessionWrite.NotApplied ? 1 : 0;
            var now = await FindAsync(held);
            now.IsLive.Should().BeTrue("no session may be lost");
            (now.Session.UserEpoch, now.Session.Generation).Should().Be((user.Epoch + 1, held.Generation));
        }

        old.Should().BePositive();
        (renewed + refused).Should().BePositive("both must win now and then for the race to be one");
    }

    [Fact]
    public async Task A_batch_of_rotations_racing_it_loses_no_session_and_gives_nothing_old_under_the_new_epoch()
    {
        var client = await AddClientAsync();
        for (var round = 0; round < 30; round++)
        {
            var user = await Storage.AddUserAsync(Before);
            var held = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => SignInAsync(user, client)));

            var (writes, _) = await Race.RunAsync(
                round,
                () => Task.WhenAll(held.Select(one => Storage.First.Store.RotateAsync(one.Rotation()))),
                () => TakeAwayAsync(user));

            writes.OfType<SessionWrite.Unknown>().Should().BeEmpty();
            foreach (var given in writes.OfType<SessionWrite.Applied>().Select(write => write.Snapshot))
            {
                given.UserClaims.Roles.ToArray().Should().Equal(given.Session.UserEpoch == user.Epoch ? Before.Roles : After.Roles);
            }

            foreach (var one in held)
            {
                (await FindAsync(one)).IsLive.Should().BeTrue("no session may be lost");
            }
        }
    }

    [Fact]
    public async Task A_session_or_sign_in_that_begins_at_that_moment_lives_and_says_what_its_epoch_says()
    {
        var client = await AddClientAsync();
        var created = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var user = await Storage.AddUserAsync(Before);
            var (session, signIn) = (NewSession(user, client), NewSignIn(user));

            var ((write, begun), _) = await Race.RunAsync(
                round,
                async () => (await Storage.First.Store.CreateAsync(session, CancellationToken.None),
                    await Storage.First.SignIns.CreateAsync(signIn, CancellationToken.None)),
                () => TakeAwayAsync(user));

            if (write is SessionWrite.Applied { Snapshot: var given })
            {
                created++;
                given.UserClaims.Roles.ToArray().Should().Equal(given.Session.UserEpoch == user.Epoch ? Before.Roles : After.Roles);
            }

            ((await Store.FindAsync(session.Id, CancellationToken.None))?.IsLive ?? false).Should().Be(write is SessionWrite.Applied);
            ((await Storage.First.SignIns.FindAsync(signIn.Id, CancellationToken.None))?.IsLive ?? false).Should().Be(begun is not null);
        }

        created.Should().BeInRange(1, Rounds - 1, "both must win now and then for the race to be one");
    }

    /// <summary>As when a role is taken away: the snapshot and the epoch in one transaction.</summary>
    private async Task<int?> TakeAwayAsync(TestUser user)
    {
        await using var context = await Storage.Second.Get<IDbContextFactory<AuthDbContext>>().CreateDbContextAsync();
        await using var transaction = await context.Database.BeginTransactionAsync();
        var claims = After.ToStored();
        await context.Users.Where(row => row.Id == user.Id.Value).ExecuteUpdateAsync(set => set.SetProperty(row => row.Claims, claims));
        var epoch = await Storage.Second.Get<UserSessionsEnd>().DecideAsync(
            new EndTokensOfUser(user.Id, "admin:root", Callers.Home) { Note = "moved on" },
            context.Database.GetDbConnection(),
            transaction.GetDbTransaction(),
            CancellationToken.None);
        await transaction.CommitAsync();
        return epoch;
    }
}
