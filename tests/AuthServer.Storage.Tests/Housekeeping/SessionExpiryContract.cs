using AuthServer.Core.Audit;
using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;
using AuthServer.Storage.Tests.Sessions;
using AuthServer.Storage.Tests.Storage;
using AuthServer.Testing.Audit;
using AuthServer.Testing.Logout;
using FluentAssertions;
using Xunit;

namespace AuthServer.Storage.Tests.Housekeeping;

/// <summary>What has expired ends without anybody coming back to it.</summary>
public abstract class SessionExpiryContract(SessionStorage storage) : SessionStoreContract(storage)
{
    private static readonly TimeSpan Idle = TimeSpan.FromDays(14);
    private static readonly TimeSpan Moment = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_session_past_its_idle_expiry_ends_with_audit_and_logout_message()
    {
        var held = await SignInAsync(await Storage.AddUserAsync(), await AddListenerAsync());
        await Storage.AdvanceAsync(Idle + Moment);

        await Sweeps.IdleAsync(Storage.First, held.Client);

        (await FindAsync(held)).Ended.Should().Be(EndReason.IdleExpired);
        (await AuditOfAsync(held.User.Id)).Skip(1).Should().Equal(new AuditRecord(AuditEventTypes.SessionEnded, Actors.Server)
        {
            SessionId = held.Id,
            UserId = held.User.Id,
            ClientId = held.Client.Id,
            Reason = "idle_expired",
            Ip = "",
            UserAgent = "",
        });
        (await LogoutsOfAsync(held.User.Id)).Should().Equal(new LogoutRecord(held.Client.Id, held.User.Id, held.Id));
        (await RevocationsOfAsync(held.Id)).Should().BeEmpty("access tokens run out by themselves");
    }

    [Fact]
    public async Task A_session_that_was_refreshed_in_time_goes_on_until_it_is_idle_again()
    {
        var held = await SignInAsync();
        await Storage.AdvanceAsync(Idle - Moment);
        held = await RotateAsync(held);
        await Storage.AdvanceAsync(Idle - Moment);

        await Sweeps.IdleAsync(Storage.First, held.Client);
        var before = await FindAsync(held);
        await Storage.AdvanceAsync(Moment * 2);
        await Sweeps.IdleAsync(Storage.First, held.Client);

        before.IsLive.Should().BeTrue();
        (await FindAsync(held)).Ended.Should().Be(EndReason.IdleExpired);
    }

    [Fact]
    public async Task A_session_past_both_expiries_ended_by_the_absolute_one()
    {
        var held = await SignInAsync();
        await Storage.AdvanceAsync(held.Client.SessionAbsoluteLifetime + Moment);

        var idle = await Storage.First.Get<ISessionExpiry>().EndIdleAsync(new IdleLimit(held.Client.Id, Idle), after: null, CancellationToken.None);
        var before = await FindAsync(held);
        await Sweeps.AbsoluteAsync(Storage.First);

        idle.Ended.Should().Be(0);
        before.Session.EndedAt.Should().BeNull();
        (await FindAsync(held)).Session.EndReason.Should().Be(EndReason.AbsoluteExpired);
        (await AuditOfAsync(held.User.Id)).Should().HaveCount(2).And.Subject.Last().Reason.Should().Be("absolute_expired");
    }

    [Fact]
    public async Task What_had_ended_keeps_its_reason()
    {
        var held = await SignInAsync();
        await Store.EndAsync(held.End(EndReason.SignedOut));
        await Storage.AdvanceAsync(held.Client.SessionAbsoluteLifetime + Moment);

        await Sweeps.AbsoluteAsync(Storage.First);
        await Sweeps.IdleAsync(Storage.First, held.Client);

        (await FindAsync(held)).Session.EndReason.Should().Be(EndReason.SignedOut);
        (await AuditOfAsync(held.User.Id)).Should().HaveCount(2);
    }

    [Fact]
    public async Task The_token_of_a_swept_session_is_refused_for_its_expiry_and_is_no_theft()
    {
        var (user, client) = (await Storage.AddUserAsync(), await AddClientAsync());
        var token = await Storage.First.SignInAsync(user, client, Callers.Home);
        await Storage.AdvanceAsync(Idle + Moment);
        await Sweeps.IdleAsync(Storage.Second, client);

        var answer = await Storage.First.PresentAsync(token.Reveal(), client.Id, Callers.OtherNetwork);

        answer.Should().BeOfType<SessionGrant.Refused>().Which.Error.Reason.Should().Be("idle_expired");
        (await AuditOfAsync(user.Id)).Should().HaveCount(2);
    }

    [Fact]
    public async Task More_sessions_than_a_batch_holds_all_end_and_the_fresh_ones_among_them_do_not()
    {
        const int Count = 620;
        var (user, client) = (await Storage.AddUserAsync(), await AddClientAsync());
        var all = await SignInManyAsync(user, client, Count);
        await Storage.AdvanceAsync(Idle - Moment);
        var fresh = await RotateAsync(all[Count / 2]);
        await Storage.AdvanceAsync(Moment * 2);

        var ended = await Sweeps.IdleAsync(Storage.First, client);

        ended.Should().Be(Count - 1);
        (await FindAsync(fresh)).IsLive.Should().BeTrue();
        (await AuditOfAsync(user.Id)).Count(record => record.Type == AuditEventTypes.SessionEnded).Should().Be(Count - 1);
    }

    [Fact]
    public async Task A_browser_s_sign_in_expires_and_leaves_its_sessions_to_their_own_expiries()
    {
        var user = await Storage.AddUserAsync();
        var signIn = await SignBrowserInAsync(user, TimeSpan.FromHours(12));
        var other = await SignBrowserInAsync(user, TimeSpan.FromDays(2));
        var held = await SignInAsync(user, await AddClientAsync(), session => session with { SignInId = signIn.Id });
        await Storage.AdvanceAsync(TimeSpan.FromHours(12) + Moment);

        await Storage.First.Get<SessionEnding>().EndExpiredSignInsAsync(CancellationToken.None);

        (await FindAsync(signIn.Id)).SignIn.EndReason.Should().Be(EndReason.AbsoluteExpired);
        (await FindAsync(other.Id)).IsLive.Should().BeTrue();
        (await FindAsync(held)).IsLive.Should().BeTrue();
        (await AuditOfAsync(user.Id)).Count(record => record is { Type: AuditEventTypes.SignInEnded, Actor: Actors.Server, Reason: "absolute_expired" }).Should().Be(1);
    }

    private async Task<List<Held>> SignInManyAsync(TestUser user, ClientRegistration client, int count)
    {
        var all = new List<Held>();
        foreach (var group in Enumerable.Range(0, count).Chunk(20))
        {
            all.AddRange(await Task.WhenAll(group.Select(_ => SignInAsync(user, client))));
        }

        return all;
    }
}
