using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;
using AuthServer.Storage.Tests.Storage;
using AuthServer.Testing;
using FluentAssertions;
using Xunit;

namespace AuthServer.Storage.Tests.Sessions;

/// <summary>A refresh that keeps the token asks what a rotation asks (<see cref="RotateContract"/>), and changes next to nothing.</summary>
[Spec("FAPI 2.0 Security Profile", "5.3.2.1")]
public abstract class KeepContract(SessionStorage storage) : SessionStoreContract(storage)
{
    [Fact]
    public async Task The_token_stays_current_however_often_it_is_used()
    {
        var held = await SignInAsync(claims: new UserClaims { Roles = ["clerk"] });
        for (var times = 0; times < 3; times++)
        {
            var kept = await AppliedAsync(Store.KeepAsync(held.Keep()));
            kept.Session.TokenHash.Should().Be(held.Current);
            kept.Session.Generation.Should().Be(0);
            kept.UserClaims.Roles.Should().Equal("clerk");
        }

        (await AuditOfAsync(held.User.Id)).Should().ContainSingle("ordinary refreshes are not recorded one by one");
    }

    [Fact]
    public async Task Only_the_idle_expiry_and_the_last_use_move()
    {
        var held = await SignInAsync(client => client with { SessionIdleLifetime = TimeSpan.FromDays(2), SessionAbsoluteLifetime = TimeSpan.FromDays(30) });
        held = await RotateAsync(held);
        await Storage.AdvanceAsync(TimeSpan.FromDays(1));
        var before = (await FindAsync(held)).Session;

        var kept = await AppliedAsync(Store.KeepAsync(held.Keep()));

        kept.Session.IdleExpiresAt.Should().BeCloseTo(kept.Now.AddDays(2), TimeSpan.FromMilliseconds(1));
        kept.Session.Should().BeEquivalentTo(
            before with { IdleExpiresAt = kept.Session.IdleExpiresAt }, options => options.ComparingByMembers<Session>());
        (await FindAsync(held)).Session.Should().BeEquivalentTo(kept.Session, options => options.ComparingByMembers<Session>());
    }

    [Fact]
    public async Task The_idle_expiry_is_never_carried_past_the_absolute_one()
    {
        var held = await SignInAsync(client => client with { SessionIdleLifetime = TimeSpan.FromDays(2), SessionAbsoluteLifetime = TimeSpan.FromDays(3) });
        await Storage.AdvanceAsync(TimeSpan.FromDays(1.5));

        var kept = await AppliedAsync(Store.KeepAsync(held.Keep()));

        kept.Session.IdleExpiresAt.Should().Be(kept.Session.AbsoluteExpiresAt);
    }

    [Fact]
    public async Task A_token_that_was_kept_can_still_be_rotated_and_its_predecessor_retried()
    {
        var held = await SignInAsync();
        await AppliedAsync(Store.KeepAsync(held.Keep()));
        held = await RotateAsync(held);

        (await RetryAsync(held)).TokenHash.Should().Be(held.Current);
        await RefusesAsync(held.Id, () => Store.KeepAsync(held.Keep() with { Generation = 0, PresentedHash = held.Predecessor }));
    }

    [Fact]
    public async Task Nothing_but_the_current_token_is_kept()
    {
        var held = await SignInAndRotateAsync();
        var other = await AddClientAsync();

        foreach (var wrong in new Func<KeepSession, KeepSession>[]
        {
            keep => keep with { Generation = 0 },
            keep => keep with { Generation = 2 },
            keep => keep with { Generation = 0, PresentedHash = held.Predecessor },
            keep => keep with { PresentedHash = held.Predecessor },
            keep => keep with { PresentedHash = Held.NewHash() },
            keep => keep with { ClientId = other.Id },
            keep => keep with { ClientId = new ClientId(held.Client.Id.Value.ToUpperInvariant()) },
            keep => keep with { ClientVersion = held.Client.Version + 1 },
        })
        {
            await RefusesAsync(held.Id, () => Store.KeepAsync(wrong(held.Keep())));
        }

        await AppliedAsync(Store.KeepAsync(held.Keep()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("another-key")]
    [InlineData("ITS-KEY")]
    public async Task A_bound_session_needs_its_key(string? proved)
    {
        var held = await SignInAsync(adjust: session => session with { ProofKeyThumbprint = "its-key" });

        await RefusesAsync(held.Id, () => Store.KeepAsync(held.Keep() with { ProofKeyThumbprint = proved }));
        await AppliedAsync(Store.KeepAsync(held.Keep()));
    }

    [Fact]
    public Task Not_after_the_end() => RefusesAfterAsync(held => Store.EndAsync(held.End()));

    [Fact]
    public Task Not_after_the_idle_expiry() => RefusesAfterAsync(held => Storage.AdvanceAsync(held.Client.SessionIdleLifetime));

    [Fact]
    public async Task Not_after_the_absolute_expiry()
    {
        var held = await SignInAsync(client => client with { SessionIdleLifetime = TimeSpan.FromDays(2), SessionAbsoluteLifetime = TimeSpan.FromDays(3) });
        await Storage.AdvanceAsync(TimeSpan.FromDays(1.5));
        await AppliedAsync(Store.KeepAsync(held.Keep()));
        await Storage.AdvanceAsync(TimeSpan.FromDays(1.5));

        await RefusesAsync(held.Id, () => Store.KeepAsync(held.Keep()));
    }

    [Fact]
    public Task Not_after_the_user_s_epoch_was_raised() => RefusesAfterAsync(held => Storage.RaiseEpochAsync(held.User.Id, EndReason.PasswordChanged));

    [Fact]
    public Task Not_for_a_disabled_user() => RefusesAfterAsync(held => Storage.DisableAsync(held.User.Id));

    [Fact]
    public Task Not_for_a_user_who_is_gone() => RefusesAfterAsync(held => Storage.DeleteAsync(held.User.Id));

    [Fact]
    public Task Not_after_the_client_s_epoch_was_raised() => RefusesAfterAsync(held => Storage.RaiseEpochAsync(held.Client.Id, EndReason.Incident));

    [Fact]
    public Task Not_for_a_client_that_changed() => RefusesAfterAsync(held => Storage.ChangeAsync(held.Client.Id));

    [Fact]
    public Task Not_for_a_disabled_client() => RefusesAfterAsync(held => Storage.DisableAsync(held.Client.Id));

    private async Task RefusesAfterAsync(Func<Held, Task> change)
    {
        var held = await SignInAndRotateAsync();
        await change(held);
        await RefusesAsync(held.Id, () => Store.KeepAsync(held.Keep()));
    }
}
