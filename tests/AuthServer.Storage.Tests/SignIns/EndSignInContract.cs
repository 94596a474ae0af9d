using AuthServer.Core.Audit;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIns;
using AuthServer.Storage.Tests.Sessions;
using AuthServer.Storage.Tests.Storage;
using AuthServer.Testing;
using AuthServer.Testing.Audit;
using AuthServer.Testing.Logout;
using AuthServer.Testing.Sessions;
using FluentAssertions;
using Xunit;

namespace AuthServer.Storage.Tests.SignIns;

public abstract class EndSignInContract(SessionStorage storage) : SessionStoreContract(storage)
{
    [Fact]
    public async Task A_sign_in_ends_with_every_session_under_it_and_no_other()
    {
        var user = await Storage.AddUserAsync();
        var (signIn, other) = (await SignBrowserInAsync(user), await SignBrowserInAsync(user));
        var first = await SignInAsync(user, await AddClientAsync(), session => session with { SignInId = signIn.Id });
        var second = await SignInAsync(user, await AddClientAsync(), session => session with { SignInId = signIn.Id, TokenHash = null, KeyId = 0 });
        var elsewhere = await SignInAsync(user, first.Client, session => session with { SignInId = other.Id });
        var apart = await SignInAsync(user, first.Client);

        (await EndAsync(signIn, EndReason.UserRevoked)).Should().BeEquivalentTo([first.Id, second.Id]);

        var ended = await FindAsync(signIn.Id);
        ended.Ended.Should().Be(EndReason.UserRevoked);
        ended.SignIn.EndedAt.Should().BeCloseTo(ended.Now, Precision);
        (await FindAsync(first)).Session.EndReason.Should().Be(EndReason.UserRevoked);
        (await FindAsync(second)).Session.EndReason.Should().Be(EndReason.UserRevoked);
        (await FindAsync(elsewhere)).IsLive.Should().BeTrue();
        (await FindAsync(apart)).IsLive.Should().BeTrue();
        (await FindAsync(other.Id)).IsLive.Should().BeTrue();
        (await FindAsync(first)).User.Epoch.Should().Be(user.Epoch, "the user's other devices go on");
    }

    [Fact]
    public async Task Feed_audit_and_logout_messages_tell_of_each_session()
    {
        var user = await Storage.AddUserAsync();
        var signIn = await SignBrowserInAsync(user);
        var held = await SignInAsync(user, await AddListenerAsync(), session => session with { SignInId = signIn.Id });

        await EndAsync(signIn);

        (await RevocationsOfAsync(held.Id)).Should().Equal(new RevocationRecord(RevocationSubject.Session, held.Id.ToString(), MinimumEpoch: 0));
        (await LogoutsOfAsync(user.Id)).Should().Equal(new LogoutRecord(held.Client.Id, user.Id, held.Id));
        (await AuditOfAsync(user.Id)).Skip(2).Should().Equal(
            new AuditRecord(AuditEventTypes.SignInEnded, "user:someone") { UserId = user.Id, Reason = "signed_out", Ip = "198.51.100.7", UserAgent = "Browser/1.0" },
            new AuditRecord(AuditEventTypes.SessionEnded, "user:someone")
            {
                SessionId = held.Id,
                UserId = user.Id,
                ClientId = held.Client.Id,
                Reason = "signed_out",
                Ip = "198.51.100.7",
                UserAgent = "Browser/1.0",
            });
    }

    [Fact]
    public async Task The_first_end_is_final()
    {
        var user = await Storage.AddUserAsync();
        var signIn = await SignBrowserInAsync(user);
        (await EndAsync(signIn)).Should().BeEmpty("nothing had started from it");
        var audit = await AuditOfAsync(user.Id);

        (await EndAsync(signIn, EndReason.Incident)).Should().BeNull();

        (await FindAsync(signIn.Id)).Ended.Should().Be(EndReason.SignedOut);
        (await AuditOfAsync(user.Id)).Should().Equal(audit);
    }

    [Fact]
    public async Task A_sign_in_that_does_not_exist_cannot_end() => (await Storage.First.SignIns.EndAsync(
        new EndSignIn(SignInId.New(DateTimeOffset.UtcNow), EndReason.SignedOut, "server", Callers.Home))).Should().BeNull();

    [Fact]
    public async Task A_session_that_had_ended_keeps_its_reason()
    {
        var user = await Storage.AddUserAsync();
        var signIn = await SignBrowserInAsync(user);
        var held = await SignInAsync(user, await AddClientAsync(), session => session with { SignInId = signIn.Id });
        await Store.EndAsync(held.End(EndReason.ReuseDetected));

        (await EndAsync(signIn)).Should().BeEmpty();

        (await FindAsync(held)).Ended.Should().Be(EndReason.ReuseDetected);
    }

    [Fact]
    public async Task An_expired_sign_in_can_still_end_what_outlives_it()
    {
        var user = await Storage.AddUserAsync();
        var signIn = await SignBrowserInAsync(user, TimeSpan.FromHours(1));
        var held = await SignInAsync(user, await AddClientAsync(), session => session with { SignInId = signIn.Id });
        await Storage.AdvanceAsync(TimeSpan.FromHours(2));

        (await EndAsync(signIn, EndReason.UserRevoked)).Should().Equal(held.Id);
    }

    [Fact]
    [Spec("OIDC Back-Channel Logout", "2.7")]
    public async Task A_logout_leaves_the_offline_sessions_of_a_client_that_keeps_them()
    {
        var user = await Storage.AddUserAsync();
        var signIn = await SignBrowserInAsync(user);
        var keeper = await AddListenerAsync(keepsOfflineSessions: true);
        var offline = await SignInAsync(user, keeper, session => session with { SignInId = signIn.Id });
        var online = await SignInAsync(user, keeper, session => session with { SignInId = signIn.Id, TokenHash = null, KeyId = 0 });
        var usual = await SignInAsync(user, await AddListenerAsync(), session => session with { SignInId = signIn.Id });

        (await EndAsync(signIn)).Should().BeEquivalentTo([online.Id, usual.Id]);

        (await FindAsync(offline)).IsLive.Should().BeTrue();
        (await LogoutsOfAsync(user.Id)).Should().NotContain(record => record.SessionId == offline.Id);
        await RotateAsync(offline);
    }

    [Fact]
    public async Task Any_other_end_takes_the_kept_sessions_too()
    {
        var user = await Storage.AddUserAsync();
        var signIn = await SignBrowserInAsync(user);
        var offline = await SignInAsync(user, await AddListenerAsync(keepsOfflineSessions: true), session => session with { SignInId = signIn.Id });

        (await EndAsync(signIn, EndReason.AdminRevoked)).Should().Equal(offline.Id);
    }

    [Fact]
    public async Task A_session_whose_client_is_gone_ends_with_the_rest()
    {
        var user = await Storage.AddUserAsync();
        var signIn = await SignBrowserInAsync(user);
        var held = await SignInAsync(user, await AddListenerAsync(keepsOfflineSessions: true), session => session with { SignInId = signIn.Id });
        await Storage.DeleteAsync(held.Client.Id);

        (await EndAsync(signIn)).Should().Equal(held.Id);
    }

    [Fact]
    public async Task The_end_of_all_of_a_user_s_sessions_marks_the_sign_ins_too()
    {
        var user = await Storage.AddUserAsync();
        var (first, second) = (await SignBrowserInAsync(user), await SignBrowserInAsync(user));
        var stranger = await SignBrowserInAsync(await Storage.AddUserAsync());
        await EndAsync(first);

        await Storage.First.Ends.EndAllOfUserAsync(new EndSessionsOfUser(user.Id, EndReason.PasswordChanged, "admin:root", Callers.Home), CancellationToken.None);
        var later = await SignBrowserInAsync(user with { Epoch = user.Epoch + 1 });

        (await FindAsync(first.Id)).SignIn.EndReason.Should().Be(EndReason.SignedOut);
        (await FindAsync(second.Id)).SignIn.EndReason.Should().Be(EndReason.PasswordChanged);
        (await FindAsync(stranger.Id)).IsLive.Should().BeTrue();
        (await FindAsync(later.Id)).IsLive.Should().BeTrue();
        (await AuditOfAsync(user.Id)).Where(record => record.Type == AuditEventTypes.SignInEnded).Select(record => (record.Actor, record.Reason))
            .Should().Equal(("user:someone", "signed_out"), ("admin:root", "password_changed"));
    }
}
