using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;
using AuthServer.Storage.Tests.Storage;
using AuthServer.Testing;
using FluentAssertions;
using Xunit;

namespace AuthServer.Storage.Tests.Sessions;

[Spec("RFC 9700", "4.14.2")]
public abstract class RotateContract(SessionStorage storage) : SessionStoreContract(storage)
{
    [Fact]
    public async Task A_rotation_replaces_the_current_token_and_keeps_its_predecessor()
    {
        var held = await SignInAsync(claims: new UserClaims { Roles = ["clerk"] });
        var rotation = held.Rotation() with { KeyId = 7 };

        var rotated = await AppliedAsync(Store.RotateAsync(rotation));

        rotated.Session.Generation.Should().Be(1);
        rotated.Session.TokenHash.Should().Be(rotation.SuccessorHash);
        rotated.Session.PredecessorHash.Should().Be(held.Current);
        rotated.Session.Salt.Should().Equal(rotation.Salt);
        rotated.Session.KeyId.Should().Be(7);
        rotated.Session.RotatedAt.Should().Be(rotated.Now);
        rotated.Session.Retries.Should().Be(0);
        rotated.UserClaims.Roles.Should().Equal("clerk");
        (await FindAsync(held)).Session.Should().BeEquivalentTo(rotated.Session, options => options.ComparingByMembers<Session>());
    }

    [Fact]
    public async Task A_rotation_renews_the_idle_expiry_and_nothing_else_of_the_lifetime()
    {
        var held = await SignInAsync(client => client with { SessionIdleLifetime = TimeSpan.FromDays(2), SessionAbsoluteLifetime = TimeSpan.FromDays(30) });
        await Storage.AdvanceAsync(TimeSpan.FromDays(1));
        var before = (await FindAsync(held)).Session;

        var rotated = await AppliedAsync(Store.RotateAsync(held.Rotation()));

        rotated.Session.IdleExpiresAt.Should().BeCloseTo(rotated.Now.AddDays(2), TimeSpan.FromMilliseconds(1));
        rotated.Session.AbsoluteExpiresAt.Should().Be(before.AbsoluteExpiresAt);
        rotated.Session.CreatedAt.Should().Be(before.CreatedAt);
        rotated.Session.AuthenticatedAt.Should().Be(before.AuthenticatedAt);
    }

    [Fact]
    public async Task A_rotation_never_carries_the_idle_expiry_past_the_absolute_one()
    {
        var held = await SignInAsync(client => client with { SessionIdleLifetime = TimeSpan.FromDays(2), SessionAbsoluteLifetime = TimeSpan.FromDays(3) });
        await Storage.AdvanceAsync(TimeSpan.FromDays(1.5));

        var rotated = await AppliedAsync(Store.RotateAsync(held.Rotation()));

        rotated.Session.IdleExpiresAt.Should().Be(rotated.Session.AbsoluteExpiresAt);
    }

    [Fact]
    public async Task Rotations_follow_one_another_without_another_row_or_record()
    {
        var held = await SignInAsync();
        for (var generation = 1u; generation <= 20; generation++)
        {
            held = await RotateAsync(held);
            (await FindAsync(held)).Session.Generation.Should().Be(generation);
        }

        (await AuditOfAsync(held.User.Id)).Should().ContainSingle();
    }

    [Fact]
    public async Task A_bound_session_rotates_for_its_own_key()
    {
        var held = await SignInAsync(adjust: session => session with { ProofKeyThumbprint = "its-key" });

        await AppliedAsync(Store.RotateAsync(held.Rotation()));
    }

    [Fact]
    public async Task An_unbound_session_rotates_whatever_key_is_proved()
    {
        var held = await SignInAsync();

        var rotated = await AppliedAsync(Store.RotateAsync(held.Rotation() with { ProofKeyThumbprint = "any-key" }));

        rotated.Session.ProofKeyThumbprint.Should().BeNull("binding is decided when the session is created");
    }

    [Fact]
    public async Task No_rotation_of_a_session_that_does_not_exist()
    {
        var held = await SignInAsync();
        var other = SessionId.New(DateTimeOffset.UtcNow);

        await RefusesAsync(held.Id, () => Store.RotateAsync(held.Rotation() with { Id = other }));
        (await Storage.ReadRowAsync(other)).Should().BeNull();
    }

    [Fact]
    public async Task No_rotation_from_an_earlier_generation()
    {
        var held = await SignInAndRotateAsync();

        await RefusesAsync(held.Id, () => Store.RotateAsync(held.Rotation() with { Generation = 0 }));
        await RefusesAsync(held.Id, () => Store.RotateAsync(held.Rotation() with { Generation = 0, PresentedHash = held.Predecessor }));
    }

    [Fact]
    public async Task No_rotation_from_a_later_generation()
    {
        var held = await SignInAsync();

        await RefusesAsync(held.Id, () => Store.RotateAsync(held.Rotation() with { Generation = 1 }));
        await RefusesAsync(held.Id, () => Store.RotateAsync(held.Rotation() with { Generation = uint.MaxValue }));
    }

    [Fact]
    public async Task No_rotation_by_another_token_of_the_same_generation()
    {
        var held = await SignInAsync();

        await RefusesAsync(held.Id, () => Store.RotateAsync(held.Rotation() with { PresentedHash = Held.NewHash() }));
    }

    [Fact]
    public async Task No_rotation_by_another_client()
    {
        var held = await SignInAsync();
        var other = await AddClientAsync();

        await RefusesAsync(held.Id, () => Store.RotateAsync(held.Rotation() with { ClientId = other.Id }));
    }

    [Fact]
    public async Task Client_ids_are_compared_ordinally()
    {
        var held = await SignInAsync();
        var shouted = new ClientId(held.Client.Id.Value.ToUpperInvariant());

        await RefusesAsync(held.Id, () => Store.RotateAsync(held.Rotation() with { ClientId = shouted }));
    }

    [Fact]
    public Task No_rotation_by_an_old_registration_of_the_client() => RefusesAfterAsync(held => Storage.ChangeAsync(held.Client.Id));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("another-key")]
    [InlineData("ITS-KEY")]
    [Spec("RFC 9449", "5")]
    public async Task No_rotation_of_a_bound_session_without_its_key(string? proved)
    {
        var held = await SignInAsync(adjust: session => session with { ProofKeyThumbprint = "its-key" });

        await RefusesAsync(held.Id, () => Store.RotateAsync(held.Rotation() with { ProofKeyThumbprint = proved }));
    }

    [Fact]
    public Task No_rotation_after_the_end() => RefusesAfterAsync(held => Store.EndAsync(held.End()));

    [Fact]
    public Task No_rotation_after_the_idle_expiry() => RefusesAfterAsync(held => Storage.AdvanceAsync(held.Client.SessionIdleLifetime));

    [Fact]
    public async Task No_rotation_after_the_absolute_expiry()
    {
        var held = await SignInAsync(client => client with { SessionIdleLifetime = TimeSpan.FromDays(2), SessionAbsoluteLifetime = TimeSpan.FromDays(3) });
        await Storage.AdvanceAsync(TimeSpan.FromDays(1.5));
        held = await RotateAsync(held);
        await Storage.AdvanceAsync(TimeSpan.FromDays(1.5));

        await RefusesAsync(held.Id, () => Store.RotateAsync(held.Rotation()));
    }

    [Fact]
    public Task No_rotation_after_the_user_s_epoch_was_raised() => RefusesAfterAsync(held => Storage.RaiseEpochAsync(held.User.Id, EndReason.PasswordChanged));

    [Fact]
    public Task No_rotation_for_a_disabled_user() => RefusesAfterAsync(held => Storage.DisableAsync(held.User.Id));

    [Fact]
    public Task No_rotation_for_a_user_who_is_gone() => RefusesAfterAsync(held => Storage.DeleteAsync(held.User.Id));

    [Fact]
    public Task No_rotation_after_the_client_s_epoch_was_raised() => RefusesAfterAsync(held => Storage.RaiseEpochAsync(held.Client.Id, EndReason.Incident));

    [Fact]
    public Task No_rotation_for_a_disabled_client() => RefusesAfterAsync(held => Storage.DisableAsync(held.Client.Id));

    [Fact]
    public Task No_rotation_for_a_client_that_is_gone() => RefusesAfterAsync(held => Storage.DeleteAsync(held.Client.Id));

    [Fact]
    public async Task A_lock_out_stops_sign_ins_and_not_sessions()
    {
        var held = await SignInAsync();
        await Storage.LockOutAsync(held.User.Id, TimeSpan.FromMinutes(5));

        await RotateAsync(held);
    }

    [Fact]
    public async Task Just_before_its_idle_expiry_a_session_still_rotates()
    {
        var held = await SignInAsync();
        await Storage.AdvanceAsync(held.Client.SessionIdleLifetime - Precision);

        await RotateAsync(held);
    }

    private async Task RefusesAfterAsync(Func<Held, Task> change)
    {
        var held = await SignInAndRotateAsync();
        await change(held);
        await RefusesAsync(held.Id, () => Store.RotateAsync(held.Rotation()));
    }
}
