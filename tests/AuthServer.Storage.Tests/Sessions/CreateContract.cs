using AuthServer.Core.Audit;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;
using AuthServer.Storage.Tests.Storage;
using FluentAssertions;
using Xunit;

namespace AuthServer.Storage.Tests.Sessions;

public abstract class CreateContract(SessionStorage storage) : SessionStoreContract(storage)
{
    [Fact]
    public async Task A_created_session_is_what_was_asked_for()
    {
        var claims = new UserClaims { Roles = ["admin", "clerk"] };
        var user = await Storage.AddUserAsync(claims);
        var client = await AddClientAsync();
        var session = NewSession(user, client) with { ProofKeyThumbprint = "thumb", KeyId = 255 };

        var created = await AppliedAsync(Store.CreateAsync(session, CancellationToken.None));

        created.Session.Should().BeEquivalentTo(session, options => options
            .ExcludingMissingMembers().Excluding(it => it.AuthenticatedAt).Excluding(it => it.Scopes).Excluding(it => it.Audiences).Excluding(it => it.TokenHash));
        created.Session.TokenHash.Should().Be(session.TokenHash);
        created.Session.Scopes.ToString().Should().Be(session.Scopes.ToString());
        created.Session.Audiences.ToString().Should().Be("orders");
        created.Session.Generation.Should().Be(0);
        created.Session.PredecessorHash.Should().BeNull();
        created.Session.Salt.Should().BeEmpty();
        created.Session.CreatedAt.Should().Be(created.Now);
        created.Session.AuthenticatedAt.Should().Be(created.Now);
        created.Session.EndedAt.Should().BeNull();
        created.User.Should().Be(new OwnerState(user.Epoch, null, Disabled: false));
        created.Client.Should().Be(new OwnerState(client.Epoch, null, Disabled: false));
        created.ClientVersion.Should().Be(client.Version);
        created.UserClaims.Roles.Should().Equal("admin", "clerk");
        created.IsLive.Should().BeTrue();
    }

    [Fact]
    public async Task What_was_created_is_what_is_found()
    {
        var user = await Storage.AddUserAsync();
        var session = NewSession(user, await AddClientAsync());

        var created = await AppliedAsync(Store.CreateAsync(session, CancellationToken.None));
        var found = await Storage.Second.Store.FindAsync(session.Id, CancellationToken.None);

        found!.Session.Should().BeEquivalentTo(created.Session, options => options.ComparingByMembers<Session>());
        found.Now.Should().BeOnOrAfter(created.Now);
    }

    [Fact]
    public async Task A_session_that_does_not_exist_is_not_found() =>
        (await Store.FindAsync(SessionId.New(DateTimeOffset.UtcNow), CancellationToken.None)).Should().BeNull();

    [Fact]
    public async Task A_session_without_a_refresh_token_has_no_hash()
    {
        var held = await SignInAsync(adjust: session => session with { TokenHash = null, KeyId = 0 });

        (await FindAsync(held)).Session.TokenHash.Should().BeNull();
        await RefusesAsync(held.Id, () => Store.RotateAsync(held.Rotation()));
    }

    [Fact]
    public async Task Its_lifetimes_count_from_the_storage_s_own_clock()
    {
        var held = await SignInAsync(adjust: session => session with { IdleLifetime = TimeSpan.FromHours(2), AbsoluteLifetime = TimeSpan.FromHours(5) });

        var session = (await FindAsync(held)).Session;
        session.IdleExpiresAt.Should().Be(session.CreatedAt.AddHours(2));
        session.AbsoluteExpiresAt.Should().Be(session.CreatedAt.AddHours(5));
    }

    [Fact]
    public async Task Its_idle_expiry_never_passes_its_absolute_one()
    {
        var held = await SignInAsync(adjust: session => session with { IdleLifetime = TimeSpan.FromHours(9), AbsoluteLifetime = TimeSpan.FromHours(5) });

        var session = (await FindAsync(held)).Session;
        session.IdleExpiresAt.Should().Be(session.AbsoluteExpiresAt).And.Be(session.CreatedAt.AddHours(5));
    }

    [Fact]
    public async Task Its_creation_is_in_audit()
    {
        var held = await SignInAsync();

        (await AuditOfAsync(held.User.Id)).Should().Equal(new AuthServer.Testing.Audit.AuditRecord(AuditEventTypes.SessionCreated, Actors.User(held.User.Id))
        {
            SessionId = held.Id,
            UserId = held.User.Id,
            ClientId = held.Client.Id,
            Ip = "192.0.2.10",
            UserAgent = "Browser/1.0",
        });
    }

    [Fact]
    public Task A_sign_in_that_began_before_the_user_s_epoch_was_raised_is_refused() =>
        RefusesToCreateAsync((user, _) => Storage.RaiseEpochAsync(user.Id, EndReason.PasswordChanged));

    [Fact]
    public Task A_disabled_user_gets_no_session() => RefusesToCreateAsync((user, _) => Storage.DisableAsync(user.Id));

    [Fact]
    public Task A_user_who_is_locked_out_gets_no_session() => RefusesToCreateAsync((user, _) => Storage.LockOutAsync(user.Id, TimeSpan.FromMinutes(5)));

    [Fact]
    public Task A_user_who_is_gone_gets_no_session() => RefusesToCreateAsync((user, _) => Storage.DeleteAsync(user.Id));

    [Fact]
    public Task A_sign_in_that_began_before_the_client_s_epoch_was_raised_is_refused() =>
        RefusesToCreateAsync((_, session) => Storage.RaiseEpochAsync(session.ClientId, EndReason.Incident));

    [Fact]
    public Task A_sign_in_by_an_old_registration_of_its_client_is_refused() => RefusesToCreateAsync((_, session) => Storage.ChangeAsync(session.ClientId));

    [Fact]
    public Task A_disabled_client_gets_no_session() => RefusesToCreateAsync((_, session) => Storage.DisableAsync(session.ClientId));

    [Fact]
    public Task A_client_that_is_gone_gets_no_session() => RefusesToCreateAsync((_, session) => Storage.DeleteAsync(session.ClientId));

    [Fact]
    public async Task A_user_whose_lock_out_is_over_gets_a_session()
    {
        var user = await Storage.AddUserAsync();
        var client = await AddClientAsync();
        await Storage.LockOutAsync(user.Id, TimeSpan.FromMinutes(5));
        await Storage.AdvanceAsync(TimeSpan.FromMinutes(5));

        await AppliedAsync(Store.CreateAsync(NewSession(user, client), CancellationToken.None));
    }

    private async Task RefusesToCreateAsync(Func<TestUser, NewSession, Task> change)
    {
        var user = await Storage.AddUserAsync();
        var session = NewSession(user, await AddClientAsync());
        await change(user, session);

        await RefusesAsync(session.Id, () => Store.CreateAsync(session, CancellationToken.None));
        (await Storage.ReadRowAsync(session.Id)).Should().BeNull();
        (await AuditOfAsync(user.Id)).Should().BeEmpty();
    }
}
