using AuthServer.Core.Audit;
using AuthServer.Core.Sessions;
using AuthServer.Storage.Tests.Storage;
using AuthServer.Testing.Audit;
using AuthServer.Testing.Sessions;
using FluentAssertions;
using Xunit;

namespace AuthServer.Storage.Tests.Sessions;

public abstract class EndContract(SessionStorage storage) : SessionStoreContract(storage)
{
    [Fact]
    public async Task An_ended_session_stays_with_its_reason_and_instant()
    {
        var held = await SignInAndRotateAsync();

        (await Store.EndAsync(held.End(EndReason.Incident))).Should().BeTrue();

        var snapshot = await FindAsync(held);
        snapshot.Ended.Should().Be(EndReason.Incident);
        snapshot.IsLive.Should().BeFalse();
        snapshot.Session.EndedAt.Should().BeCloseTo(snapshot.Now, Precision);
        snapshot.Session.Generation.Should().Be(1);
        snapshot.Session.TokenHash.Should().Be(held.Current);
        snapshot.Session.PredecessorHash.Should().Be(held.Predecessor);
    }

    [Fact]
    public async Task An_end_is_recorded_with_its_actor_reason_and_place()
    {
        var held = await SignInAsync();

        await Store.EndAsync(held.End(EndReason.ReuseDetected) with { GenerationDistance = 3 });

        (await AuditOfAsync(held.User.Id)).Skip(1).Should().Equal(new AuditRecord(AuditEventTypes.SessionEnded, "user:someone")
        {
            SessionId = held.Id,
            UserId = held.User.Id,
            ClientId = held.Client.Id,
            Reason = "reuse_detected",
            Ip = "198.51.100.7",
            UserAgent = "Browser/1.0",
            GenerationDistance = 3,
        });
        (await RevocationsOfAsync(held.Id)).Should().Equal(new RevocationRecord(RevocationSubject.Session, held.Id.ToString(), MinimumEpoch: 0));
    }

    [Fact]
    public async Task The_first_end_is_final()
    {
        var held = await SignInAsync();
        await Store.EndAsync(held.End(EndReason.SignedOut));

        await ChangesNothingAsync(held, held.End(EndReason.ReuseDetected));
        (await FindAsync(held)).Ended.Should().Be(EndReason.SignedOut);
    }

    [Fact]
    public async Task A_session_that_does_not_exist_cannot_end()
    {
        var id = SessionId.New(DateTimeOffset.UtcNow);

        (await Store.EndAsync(new EndSession(id, EndReason.SignedOut, "server", Callers.Home))).Should().BeFalse();

        (await RevocationsOfAsync(id)).Should().BeEmpty();
        (await Storage.ReadAuditAsync()).Should().NotContain(record => record.SessionId == id);
    }

    [Fact]
    public async Task A_client_ends_its_own_session_alone()
    {
        var held = await SignInAsync();
        var other = await AddClientAsync();

        await ChangesNothingAsync(held, held.End() with { OnlyOfClient = other.Id });
        (await Store.EndAsync(held.End() with { OnlyOfClient = held.Client.Id })).Should().BeTrue();
    }

    [Fact]
    public async Task An_end_for_expiry_spares_what_has_not_expired()
    {
        var held = await SignInAsync();

        await ChangesNothingAsync(held, held.End(EndReason.IdleExpired) with { OnlyIfExpired = true });
    }

    [Fact]
    public async Task An_end_for_expiry_ends_an_idle_session()
    {
        var held = await SignInAsync();
        await Storage.AdvanceAsync(held.Client.SessionIdleLifetime);

        (await Store.EndAsync(held.End(EndReason.IdleExpired) with { OnlyIfExpired = true })).Should().BeTrue();
        (await FindAsync(held)).Ended.Should().Be(EndReason.IdleExpired);
    }

    [Fact]
    public async Task An_end_for_expiry_ends_a_session_past_its_absolute_expiry()
    {
        var held = await SignInAsync(client => client with { SessionIdleLifetime = TimeSpan.FromDays(2), SessionAbsoluteLifetime = TimeSpan.FromDays(3) });
        await Storage.AdvanceAsync(TimeSpan.FromDays(1.5));
        held = await RotateAsync(held);
        await Storage.AdvanceAsync(TimeSpan.FromDays(1.5));

        (await Store.EndAsync(held.End(EndReason.AbsoluteExpired) with { OnlyIfExpired = true })).Should().BeTrue();
    }

    [Fact]
    public async Task A_session_of_an_older_epoch_reads_as_ended_for_the_epoch_s_reason()
    {
        var held = await SignInAsync();
        await Storage.RaiseEpochAsync(held.User.Id, EndReason.PasswordChanged);

        (await FindAsync(held)).Ended.Should().Be(EndReason.PasswordChanged);
    }

    [Fact]
    public async Task A_session_of_an_older_client_epoch_reads_as_ended_for_that_epoch_s_reason()
    {
        var held = await SignInAsync();
        await Storage.RaiseEpochAsync(held.Client.Id, EndReason.Incident);

        (await FindAsync(held)).Ended.Should().Be(EndReason.Incident);
    }

    [Fact]
    public async Task A_session_whose_user_is_gone_reads_as_ended()
    {
        var held = await SignInAsync();
        await Storage.DeleteAsync(held.User.Id);

        (await FindAsync(held)).Ended.Should().Be(EndReason.AccountDisabled);
    }

    [Fact]
    public async Task A_session_whose_client_is_gone_reads_as_ended()
    {
        var held = await SignInAsync();
        await Storage.DeleteAsync(held.Client.Id);

        (await FindAsync(held)).Ended.Should().Be(EndReason.ClientDisabled);
    }

    private async Task ChangesNothingAsync(Held held, EndSession end)
    {
        var (row, audit, feed) = (await Storage.ReadRowAsync(held.Id), await AuditOfAsync(held.User.Id), await RevocationsOfAsync(held.Id));

        (await Store.EndAsync(end)).Should().BeFalse();

        (await Storage.ReadRowAsync(held.Id)).Should().Be(row);
        (await AuditOfAsync(held.User.Id)).Should().Equal(audit);
        (await RevocationsOfAsync(held.Id)).Should().Equal(feed);
    }
}
