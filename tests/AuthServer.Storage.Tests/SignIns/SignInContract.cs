using AuthServer.Core.Audit;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIns;
using AuthServer.Core.Users;
using AuthServer.Storage.Tests.Sessions;
using AuthServer.Storage.Tests.Storage;
using AuthServer.Testing;
using AuthServer.Testing.Audit;
using FluentAssertions;
using Xunit;

namespace AuthServer.Storage.Tests.SignIns;

public abstract class SignInContract(SessionStorage storage) : SessionStoreContract(storage)
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    private ISignInStore SignIns => Storage.First.SignIns;

    [Fact]
    public async Task A_sign_in_is_what_was_asked_for()
    {
        var user = await Storage.AddUserAsync(new UserClaims { Roles = ["clerk"] });
        var asked = NewSignIn(user) with { Lifetime = TimeSpan.FromHours(9) };

        var created = (await SignIns.CreateAsync(asked, CancellationToken.None))!;

        created.SignIn.Should().Be(new SignIn
        {
            Id = asked.Id,
            UserId = user.Id,
            UserEpoch = user.Epoch,
            CreatedAt = created.Now,
            AuthenticatedAt = created.Now,
            Acr = "1",
            Amr = "pwd otp",
            ExpiresAt = created.Now.AddHours(9),
            LastSeenAt = created.Now,
        });
        created.User.Should().Be(new OwnerState(user.Epoch, null, Disabled: false));
        created.UserClaims.Roles.Should().Equal("clerk");
        created.IsLive.Should().BeTrue();
        (await FindAsync(asked.Id)).SignIn.Should().Be(created.SignIn);
    }

    [Fact]
    public async Task Its_creation_is_in_audit()
    {
        var user = await Storage.AddUserAsync();

        await SignBrowserInAsync(user);

        (await AuditOfAsync(user.Id)).Should().Equal(
            new AuditRecord(AuditEventTypes.SignInCreated, Actors.User(user.Id)) { UserId = user.Id, Ip = "192.0.2.10", UserAgent = "Browser/1.0" });
    }

    [Fact]
    public Task Credentials_checked_before_the_epoch_was_raised_give_no_sign_in() =>
        RefusesToCreateAsync(user => Storage.RaiseEpochAsync(user.Id, EndReason.PasswordChanged));

    [Fact]
    public Task A_disabled_user_gets_no_sign_in() => RefusesToCreateAsync(user => Storage.DisableAsync(user.Id));

    [Fact]
    public Task A_user_who_is_locked_out_gets_no_sign_in() => RefusesToCreateAsync(user => Storage.LockOutAsync(user.Id, TimeSpan.FromMinutes(5)));

    [Fact]
    public Task A_user_who_is_gone_gets_no_sign_in() => RefusesToCreateAsync(user => Storage.DeleteAsync(user.Id));

    [Fact]
    public async Task A_sign_in_that_does_not_exist_is_not_found() =>
        (await SignIns.FindAsync(SignInId.New(DateTimeOffset.UtcNow), CancellationToken.None)).Should().BeNull();

    [Fact]
    public Task A_sign_in_lives_until_its_expiry_and_no_longer() =>
        ReadsAsEndedAsync((_, signIn) => Storage.AdvanceAsync(signIn.ExpiresAt - signIn.CreatedAt), EndReason.AbsoluteExpired);

    [Fact]
    public Task A_sign_in_of_an_older_epoch_reads_as_ended_for_the_epoch_s_reason() =>
        ReadsAsEndedAsync((user, _) => Storage.RaiseEpochAsync(user.Id, EndReason.CredentialsChanged), EndReason.CredentialsChanged);

    [Fact]
    public Task A_sign_in_of_a_disabled_user_reads_as_ended() => ReadsAsEndedAsync((user, _) => Storage.DisableAsync(user.Id), EndReason.AccountDisabled);

    [Fact]
    public Task A_sign_in_whose_user_is_gone_reads_as_ended() => ReadsAsEndedAsync((user, _) => Storage.DeleteAsync(user.Id), EndReason.AccountDisabled);

    [Fact]
    [Spec("OIDC Core", "2")]
    public async Task A_credential_shown_again_renews_the_authentication_and_not_the_expiry()
    {
        var signIn = await SignBrowserInAsync(await Storage.AddUserAsync());
        await Storage.AdvanceAsync(TimeSpan.FromHours(1));

        var raised = (await SignIns.RaiseAsync(signIn.Id, "2", "pwd hwk", CancellationToken.None))!;

        raised.SignIn.AuthenticatedAt.Should().Be(raised.Now);
        (raised.SignIn.Acr, raised.SignIn.Amr).Should().Be(("2", "pwd hwk"));
        (raised.SignIn.AuthenticatedAt - raised.SignIn.CreatedAt).Should().BeCloseTo(TimeSpan.FromHours(1), Precision);
        (raised.SignIn.ExpiresAt - raised.SignIn.CreatedAt).Should().Be(TimeSpan.FromDays(1));
        (await FindAsync(signIn.Id)).SignIn.Should().Be(raised.SignIn);
    }

    [Fact]
    public Task An_ended_sign_in_is_not_raised() => RefusesToRaiseAsync((_, signIn) => EndAsync(signIn));

    [Fact]
    public Task An_expired_sign_in_is_not_raised() => RefusesToRaiseAsync((_, _) => Storage.AdvanceAsync(TimeSpan.FromDays(1)));

    [Fact]
    public Task A_sign_in_of_an_older_epoch_is_not_raised() =>
        RefusesToRaiseAsync((user, _) => Storage.RaiseEpochAsync(user.Id, EndReason.PasswordChanged));

    [Fact]
    public Task A_sign_in_of_a_disabled_user_is_not_raised() => RefusesToRaiseAsync((user, _) => Storage.DisableAsync(user.Id));

    [Fact]
    public async Task That_the_browser_was_seen_is_noted_once_an_hour_and_changes_nothing_else()
    {
        var signIn = await SignBrowserInAsync(await Storage.AddUserAsync());
        (await NoteSeenAsync(signIn)).Should().BeFalse("it was made just now");
        await Storage.AdvanceAsync(Pause);
        var before = await FindAsync(signIn.Id);

        (await NoteSeenAsync(signIn)).Should().BeTrue();
        (await NoteSeenAsync(signIn)).Should().BeFalse();

        var after = await FindAsync(signIn.Id);
        after.SignIn.LastSeenAt.Should().BeCloseTo(after.Now, Precision);
        after.SignIn.Should().Be(before.SignIn with { LastSeenAt = after.SignIn.LastSeenAt });
    }

    [Fact]
    public async Task An_ended_sign_in_is_not_noted_as_seen()
    {
        var signIn = await SignBrowserInAsync(await Storage.AddUserAsync());
        await Storage.AdvanceAsync(Pause);
        await EndAsync(signIn);

        (await NoteSeenAsync(signIn)).Should().BeFalse();

        var found = await FindAsync(signIn.Id);
        (found.SignIn.EndedAt - found.SignIn.LastSeenAt).Should().BeGreaterThan(Pause - Precision);
    }

    private Task<bool> NoteSeenAsync(SignIn signIn) => SignIns.NoteSeenAsync(signIn.Id, Pause, CancellationToken.None);

    private async Task RefusesToCreateAsync(Func<TestUser, Task> change)
    {
        var user = await Storage.AddUserAsync();
        var signIn = NewSignIn(user);
        await change(user);

        (await SignIns.CreateAsync(signIn, CancellationToken.None)).Should().BeNull();

        (await SignIns.FindAsync(signIn.Id, CancellationToken.None)).Should().BeNull();
        (await AuditOfAsync(user.Id)).Should().BeEmpty();
    }

    private async Task ReadsAsEndedAsync(Func<TestUser, SignIn, Task> change, EndReason reason)
    {
        var user = await Storage.AddUserAsync();
        var signIn = await SignBrowserInAsync(user);
        await change(user, signIn);

        var found = await FindAsync(signIn.Id);
        found.Ended.Should().Be(reason);
        found.IsLive.Should().BeFalse();
    }

    private async Task RefusesToRaiseAsync(Func<TestUser, SignIn, Task> change)
    {
        var user = await Storage.AddUserAsync();
        var signIn = await SignBrowserInAsync(user);
        await change(user, signIn);
        var before = await FindAsync(signIn.Id);

        (await SignIns.RaiseAsync(signIn.Id, "2", "pwd hwk", CancellationToken.None)).Should().BeNull();

        (await FindAsync(signIn.Id)).SignIn.Should().Be(before.SignIn);
    }
}
