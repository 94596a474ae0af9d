using AuthServer.Core.Artefacts;
using AuthServer.Core.Sessions;
using AuthServer.Storage.Tests.Storage;
using AuthServer.Testing;
using FluentAssertions;
using Xunit;

namespace AuthServer.Storage.Tests.Sessions;

/// <summary>Sessions that come of a code: the code is spent with the creation, or not at all.</summary>
public abstract class SpendContract(SessionStorage storage) : SessionStoreContract(storage)
{
    [Fact]
    [Spec("RFC 6749", "4.1.2")]
    public async Task A_session_spends_its_code_and_the_code_names_the_session()
    {
        var (session, code) = await PrepareAsync();

        var created = await AppliedAsync(Store.CreateAsync(session, CancellationToken.None));

        var spent = (await FindAsync(code))!;
        spent.SessionId.Should().Be(session.Id);
        spent.SpentAt.Should().BeOnOrBefore(created.Session.CreatedAt).And.BeCloseTo(created.Now, Precision);
    }

    [Fact]
    [Spec("RFC 6749", "4.1.2")]
    public async Task A_code_is_good_for_one_session()
    {
        var (session, code) = await PrepareAsync();
        await AppliedAsync(Store.CreateAsync(session, CancellationToken.None));

        await RefusesAsync(session with { Id = SessionId.New(DateTimeOffset.UtcNow) });

        (await FindAsync(code))!.SessionId.Should().Be(session.Id, "a replay must find the session that it is to end");
    }

    [Fact]
    public async Task A_code_whose_consent_was_withdrawn_before_it_was_kept_is_good_for_nothing_and_not_spent()
    {
        var (session, code) = await PrepareAsync();

        await RefusesAsync(session with { NeedsConsent = true });

        (await FindAsync(code))!.SpentAt.Should().BeNull();
        await Storage.First.Consents.GrantAsync(session.UserId, session.ClientId, session.Scopes, CancellationToken.None);
        await AppliedAsync(Store.CreateAsync(session with { NeedsConsent = true }, CancellationToken.None));
    }

    [Fact]
    [Spec("RFC 6749", "4.1.2")]
    public async Task A_spent_code_is_known_after_its_expiry_and_still_good_for_nothing()
    {
        var (session, code) = await PrepareAsync();
        await AppliedAsync(Store.CreateAsync(session, CancellationToken.None));
        await Storage.AdvanceAsync(TimeSpan.FromHours(1));

        await RefusesAsync(session with { Id = SessionId.New(DateTimeOffset.UtcNow) });

        (await FindAsync(code))!.SessionId.Should().Be(session.Id);
    }

    [Fact]
    public async Task An_expired_code_gives_no_session()
    {
        var (session, _) = await PrepareAsync();
        await Storage.AdvanceAsync(TimeSpan.FromMinutes(1));

        await RefusesAsync(session);
    }

    [Fact]
    public async Task A_code_that_does_not_exist_gives_no_session()
    {
        var (session, _) = await PrepareAsync();

        await RefusesAsync(session with { Spends = ArtefactKey.Of(ArtefactKind.AuthorizationCode, ArtefactKey.NewHandle()) });
    }

    [Fact]
    public async Task A_code_is_no_device_code()
    {
        var (session, code) = await PrepareAsync();

        await RefusesAsync(session with { Spends = code with { Kind = ArtefactKind.DeviceCode } });
        (await FindAsync(code))!.SpentAt.Should().BeNull();
    }

    [Fact]
    public async Task A_code_of_another_client_stays_unspent()
    {
        var (session, code) = await PrepareAsync();
        var other = await AddClientAsync();

        await RefusesAsync(session with { ClientId = other.Id, ClientVersion = other.Version, ClientEpoch = other.Epoch });
        (await FindAsync(code))!.SpentAt.Should().BeNull();
    }

    [Fact]
    public async Task A_code_of_another_user_stays_unspent()
    {
        var (session, code) = await PrepareAsync();

        await RefusesAsync(session with { UserId = (await Storage.AddUserAsync()).Id });
        (await FindAsync(code))!.SpentAt.Should().BeNull();
    }

    [Fact]
    public async Task A_code_of_an_older_epoch_of_its_client_gives_no_session()
    {
        var (session, _) = await PrepareAsync();
        await Storage.RaiseEpochAsync(session.ClientId, EndReason.Incident);

        await RefusesAsync(session with { ClientEpoch = session.ClientEpoch + 1 });
    }

    [Fact]
    public async Task A_code_of_an_older_epoch_of_its_user_gives_no_session()
    {
        var (session, _) = await PrepareAsync();
        await Storage.RaiseEpochAsync(session.UserId, EndReason.PasswordChanged);

        await RefusesAsync(session with { UserEpoch = session.UserEpoch + 1 });
    }

    [Fact]
    public async Task A_client_that_has_changed_does_not_lose_its_code()
    {
        var (session, code) = await PrepareAsync();
        await Storage.ChangeAsync(session.ClientId);

        await RefusesAsync(session);
        (await FindAsync(code))!.SpentAt.Should().BeNull();

        await AppliedAsync(Store.CreateAsync(session with { ClientVersion = session.ClientVersion + 1 }, CancellationToken.None));
    }

    [Fact]
    public async Task A_user_who_is_locked_out_does_not_lose_the_code()
    {
        var (session, code) = await PrepareAsync();
        await Storage.LockOutAsync(session.UserId, TimeSpan.FromMinutes(5));

        await RefusesAsync(session);
        (await FindAsync(code))!.SpentAt.Should().BeNull();
    }

    [Fact]
    public async Task An_ended_sign_in_refuses_and_leaves_the_code_unspent()
    {
        var user = await Storage.AddUserAsync();
        var client = await AddClientAsync();
        var signIn = await SignBrowserInAsync(user);
        var code = await AddCodeAsync(user, client);
        await EndAsync(signIn);

        await RefusesAsync(NewSession(user, client) with { SignInId = signIn.Id, Spends = code });
        (await FindAsync(code))!.SpentAt.Should().BeNull();
    }

    private async Task<(NewSession Session, ArtefactKey Code)> PrepareAsync()
    {
        var user = await Storage.AddUserAsync();
        var client = await AddClientAsync();
        var code = await AddCodeAsync(user, client);
        return (NewSession(user, client) with { Spends = code }, code);
    }

    private async Task RefusesAsync(NewSession session)
    {
        (await Store.CreateAsync(session, CancellationToken.None)).Should().BeOfType<SessionWrite.NotApplied>();
        (await Storage.ReadRowAsync(session.Id)).Should().BeNull();
    }
}
