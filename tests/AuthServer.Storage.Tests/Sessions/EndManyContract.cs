using AuthServer.Core.Audit;
using AuthServer.Core.Sessions;
using AuthServer.Storage.Tests.Storage;
using AuthServer.Testing.Audit;
using AuthServer.Testing.Logout;
using AuthServer.Testing.Sessions;
using FluentAssertions;
using Xunit;

namespace AuthServer.Storage.Tests.Sessions;

/// <summary>The end of chosen sessions, one or many.</summary>
public abstract class EndManyContract(SessionStorage storage) : SessionStoreContract(storage)
{
    [Fact]
    public async Task The_chosen_ones_end_with_the_sign_ins_that_they_started_from_and_nothing_else()
    {
        var user = await Storage.AddUserAsync();
        var (signIn, other) = (await SignBrowserInAsync(user), await SignBrowserInAsync(user));
        var chosen = await SignInAsync(user, await AddClientAsync(), session => session with { SignInId = signIn.Id });
        var apart = await SignInAsync(await Storage.AddUserAsync(), chosen.Client);
        var beside = await SignInAsync(user, await AddClientAsync(), session => session with { SignInId = signIn.Id });
        var elsewhere = await SignInAsync(user, chosen.Client, session => session with { SignInId = other.Id });

        (await EndAsync([chosen.Id, apart.Id])).Should().Be(2);

        (await FindAsync(chosen)).Ended.Should().Be(EndReason.AdminRevoked);
        (await FindAsync(apart)).Ended.Should().Be(EndReason.AdminRevoked);
        (await FindAsync(signIn.Id)).Ended.Should().Be(EndReason.AdminRevoked);
        (await FindAsync(beside)).IsLive.Should().BeTrue("it was not chosen");
        (await FindAsync(elsewhere)).IsLive.Should().BeTrue();
        (await FindAsync(other.Id)).IsLive.Should().BeTrue();
        (await FindAsync(beside)).User.Epoch.Should().Be(user.Epoch);
    }

    [Fact]
    public async Task The_sign_ins_go_on_if_they_are_to()
    {
        var user = await Storage.AddUserAsync();
        var signIn = await SignBrowserInAsync(user);
        var chosen = await SignInAsync(user, await AddClientAsync(), session => session with { SignInId = signIn.Id });

        (await EndAsync([chosen.Id], withSignIns: false)).Should().Be(1);

        (await FindAsync(signIn.Id)).IsLive.Should().BeTrue();
        (await FindAsync(chosen)).IsLive.Should().BeFalse();
    }

    [Fact]
    public async Task Feed_audit_and_logout_messages_tell_of_each()
    {
        var user = await Storage.AddUserAsync();
        var signIn = await SignBrowserInAsync(user);
        var held = await SignInAsync(user, await AddListenerAsync(), session => session with { SignInId = signIn.Id });

        await EndAsync([held.Id]);

        (await RevocationsOfAsync(held.Id)).Should().Equal(new RevocationRecord(RevocationSubject.Session, held.Id.ToString(), MinimumEpoch: 0));
        (await LogoutsOfAsync(user.Id)).Should().Equal(new LogoutRecord(held.Client.Id, user.Id, held.Id));
        var ended = new AuditRecord(AuditEventTypes.SignInEnded, "admin:root")
        {
            UserId = user.Id,
            Reason = "admin_revoked",
            Detail = "asked for by phone",
            Ip = "192.0.2.10",
            UserAgent = "Browser/1.0",
        };
        (await AuditOfAsync(user.Id)).Skip(2).Should().Equal(
            ended, ended with { Type = AuditEventTypes.SessionEnded, SessionId = held.Id, ClientId = held.Client.Id });
    }

    [Fact]
    public async Task Those_that_are_not_active_are_passed_over_with_their_sign_ins()
    {
        var user = await Storage.AddUserAsync();
        var signIn = await SignBrowserInAsync(user);
        var ended = await SignInAsync(user, await AddClientAsync(), session => session with { SignInId = signIn.Id });
        await Store.EndAsync(ended.End(EndReason.SignedOut));

        (await EndAsync([ended.Id, SessionId.New(DateTimeOffset.UtcNow)])).Should().Be(0);

        (await FindAsync(ended)).Ended.Should().Be(EndReason.SignedOut);
        (await FindAsync(signIn.Id)).IsLive.Should().BeTrue();
        (await EndAsync([])).Should().Be(0);
    }

    [Fact]
    public async Task More_than_two_batches_hold_all_end_and_each_counts_once()
    {
        const int Count = 1_100;
        var (user, client) = (await Storage.AddUserAsync(), await AddListenerAsync());
        var ids = new List<SessionId>(Count);
        foreach (var group in Enumerable.Range(0, Count).Chunk(20))
        {
            ids.AddRange((await Task.WhenAll(group.Select(_ => SignInAsync(user, client)))).Select(held => held.Id));
        }

        (await EndAsync([.. ids, .. ids])).Should().Be(Count);

        (await AuditOfAsync(user.Id)).Count(record => record.Type == AuditEventTypes.SessionEnded).Should().Be(Count);
        (await LogoutsOfAsync(user.Id)).Select(record => record.SessionId).Should().OnlyHaveUniqueItems().And.HaveCount(Count);
    }

    [Fact]
    public async Task Of_many_ends_of_the_same_sessions_at_once_each_session_counts_once()
    {
        var user = await Storage.AddUserAsync();
        var signIn = await SignBrowserInAsync(user);
        var client = await AddListenerAsync();
        var ids = new List<SessionId>();
        for (var session = 0; session < 20; session++)
        {
            ids.Add((await SignInAsync(user, client, adjusted => adjusted with { SignInId = signIn.Id })).Id);
        }

        var ends = await Task.WhenAll(Enumerable.Range(0, 16).Select(index => Task.Run(() => EndAsync([.. ids.OrderBy(_ => Random.Shared.Next()).Take(10 + (index % 10))]))));
        var rest = await EndAsync(ids);

        (ends.Sum() + rest).Should().Be(ids.Count);
        (await LogoutsOfAsync(user.Id)).Should().HaveCount(ids.Count);
        (await AuditOfAsync(user.Id)).Count(record => record.Type == AuditEventTypes.SignInEnded).Should().Be(1);
    }

    [Fact]
    public async Task A_rotation_racing_it_never_leaves_the_session_alive()
    {
        var (user, client) = (await Storage.AddUserAsync(), await AddClientAsync());
        for (var round = 0; round < 100; round++)
        {
            var held = await SignInAsync(user, client);

            var (write, ended) = await Race.RunAsync(round, () => Storage.First.Store.RotateAsync(held.Rotation()), () => EndAsync([held.Id]));

            ended.Should().Be(1);
            var snapshot = await FindAsync(held);
            snapshot.Ended.Should().Be(EndReason.AdminRevoked);
            snapshot.Session.Generation.Should().Be(write is SessionWrite.Applied ? 1u : 0u);
        }
    }

    private Task<int> EndAsync(IReadOnlyCollection<SessionId> ids, bool withSignIns = true) => Storage.Second.Ends.EndManyAsync(
        new EndSessions(ids, EndReason.AdminRevoked, "admin:root", Callers.Home) { WithSignIns = withSignIns, Note = "asked for by phone" }, CancellationToken.None);
}
