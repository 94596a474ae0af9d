using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;
using AuthServer.Storage.Tests.Storage;
using FluentAssertions;
using Xunit;

namespace AuthServer.Storage.Tests.Sessions;

public abstract class RetryContract(SessionStorage storage) : SessionStoreContract(storage)
{
    [Fact]
    public async Task A_retry_returns_the_salt_and_key_of_the_rotation_and_counts()
    {
        var first = await SignInAsync();
        var rotation = first.Rotation() with { KeyId = 9 };
        var rotated = await AppliedAsync(Store.RotateAsync(rotation));
        var held = first.After(rotation);

        var retried = await AppliedAsync(Store.RetryAsync(held.Retry()));

        retried.Session.Salt.Should().Equal(rotation.Salt);
        retried.Session.KeyId.Should().Be(9);
        retried.Session.TokenHash.Should().Be(rotation.SuccessorHash);
        retried.Session.Generation.Should().Be(1);
        retried.Session.Retries.Should().Be(1);
        retried.Session.RotatedAt.Should().Be(rotated.Session.RotatedAt);
        retried.Session.IdleExpiresAt.Should().Be(rotated.Session.IdleExpiresAt);
        retried.IsLive.Should().BeTrue();
    }

    [Fact]
    public async Task No_more_retries_than_the_limit()
    {
        var held = await SignInAndRotateAsync(client => client with { RetryLimit = 3 });
        (await RetryAsync(held)).Retries.Should().Be(1);
        (await RetryAsync(held)).Retries.Should().Be(2);
        (await RetryAsync(held)).Retries.Should().Be(3);

        await RefusesAsync(held.Id, () => Store.RetryAsync(held.Retry()));
        await RefusesAsync(held.Id, () => Store.RetryAsync(held.Retry() with { RetryLimit = 0 }));
    }

    [Fact]
    public async Task The_next_generation_counts_its_retries_anew()
    {
        var held = await SignInAndRotateAsync();
        await RetryAsync(held);
        held = await RotateAsync(held);

        (await RetryAsync(held)).Retries.Should().Be(1);
    }

    [Fact]
    public async Task Inside_the_window_a_retry_is_answered()
    {
        var held = await SignInAndRotateAsync();
        await Storage.AdvanceAsync(TimeSpan.FromSeconds(60) - Precision);

        await RetryAsync(held);
    }

    [Fact]
    public async Task At_the_edge_of_the_window_the_predecessor_is_dead()
    {
        var held = await SignInAndRotateAsync();
        await Storage.AdvanceAsync(TimeSpan.FromSeconds(60));

        await RefusesAsync(held.Id, () => Store.RetryAsync(held.Retry()));
    }

    [Fact]
    public async Task With_strict_single_use_there_is_no_retry()
    {
        var held = await SignInAndRotateAsync(client => client with { RetryWindow = RetryWindow.StrictSingleUse });

        await RefusesAsync(held.Id, () => Store.RetryAsync(held.Retry()));
    }

    [Fact]
    public async Task A_window_until_used_lasts_for_days()
    {
        var held = await SignInAndRotateAsync(client => client with { RetryWindow = RetryWindow.UntilUsed });
        await Storage.AdvanceAsync(TimeSpan.FromDays(10));

        await RetryAsync(held);
    }

    [Fact]
    public async Task A_bound_session_has_the_bound_window()
    {
        var held = await SignInAndRotateAsync(adjust: session => session with { ProofKeyThumbprint = "its-key" });
        await Storage.AdvanceAsync(TimeSpan.FromMinutes(2));

        await RefusesAsync(held.Id, () => Store.RetryAsync(held.Retry() with { BoundWindow = RetryWindow.Of(TimeSpan.FromMinutes(1)) }));
        await AppliedAsync(Store.RetryAsync(held.Retry() with { Window = RetryWindow.StrictSingleUse }));
    }

    [Fact]
    public async Task No_retry_in_generation_0()
    {
        var held = await SignInAsync();

        await RefusesAsync(held.Id, () => Store.RetryAsync(held.Retry() with { Generation = 0, PresentedHash = held.Current }));
        await RefusesAsync(held.Id, () => Store.RetryAsync(held.Retry() with { Generation = uint.MaxValue, PresentedHash = held.Current }));
    }

    [Fact]
    public async Task No_retry_of_the_current_token()
    {
        var held = await SignInAndRotateAsync();

        await RefusesAsync(held.Id, () => Store.RetryAsync(held.Retry() with { Generation = 1, PresentedHash = held.Current }));
    }

    [Fact]
    public async Task No_retry_once_the_successor_has_been_used()
    {
        var held = await SignInAndRotateAsync();
        var grandparent = held.Retry();
        held = await RotateAsync(held);

        await RefusesAsync(held.Id, () => Store.RetryAsync(grandparent));
    }

    [Fact]
    public async Task No_retry_by_another_token_of_the_predecessor_s_generation()
    {
        var held = await SignInAndRotateAsync();

        await RefusesAsync(held.Id, () => Store.RetryAsync(held.Retry() with { PresentedHash = Held.NewHash() }));
    }

    [Fact]
    public async Task No_retry_by_another_client()
    {
        var held = await SignInAndRotateAsync();
        var other = await AddClientAsync();

        await RefusesAsync(held.Id, () => Store.RetryAsync(held.Retry() with { ClientId = other.Id }));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("another-key")]
    public async Task No_retry_of_a_bound_session_without_its_key(string? proved)
    {
        var held = await SignInAndRotateAsync(adjust: session => session with { ProofKeyThumbprint = "its-key" });

        await RefusesAsync(held.Id, () => Store.RetryAsync(held.Retry() with { ProofKeyThumbprint = proved }));
    }

    [Fact]
    public Task No_retry_by_an_old_registration_of_the_client() => RefusesAfterAsync(held => Storage.ChangeAsync(held.Client.Id));

    [Fact]
    public Task No_retry_after_the_end() => RefusesAfterAsync(held => Store.EndAsync(held.End()));

    [Fact]
    public Task No_retry_after_the_idle_expiry() => RefusesAfterAsync(held => Storage.AdvanceAsync(held.Client.SessionIdleLifetime));

    [Fact]
    public async Task No_retry_after_the_absolute_expiry()
    {
        var held = await SignInAsync(client => client with
        {
            SessionIdleLifetime = TimeSpan.FromDays(2),
            SessionAbsoluteLifetime = TimeSpan.FromDays(3),
            RetryWindow = RetryWindow.UntilUsed,
        });
        await Storage.AdvanceAsync(TimeSpan.FromDays(1.5));
        held = await RotateAsync(held);
        await Storage.AdvanceAsync(TimeSpan.FromDays(1.5));

        await RefusesAsync(held.Id, () => Store.RetryAsync(held.Retry()));
    }

    [Fact]
    public Task No_retry_after_the_user_s_epoch_was_raised() => RefusesAfterAsync(held => Storage.RaiseEpochAsync(held.User.Id, EndReason.PasswordChanged));

    [Fact]
    public Task No_retry_for_a_disabled_user() => RefusesAfterAsync(held => Storage.DisableAsync(held.User.Id));

    [Fact]
    public Task No_retry_after_the_client_s_epoch_was_raised() => RefusesAfterAsync(held => Storage.RaiseEpochAsync(held.Client.Id, EndReason.Incident));

    [Fact]
    public Task No_retry_for_a_disabled_client() => RefusesAfterAsync(held => Storage.DisableAsync(held.Client.Id));

    private async Task RefusesAfterAsync(Func<Held, Task> change)
    {
        var held = await SignInAndRotateAsync(client => client with { RetryWindow = RetryWindow.UntilUsed });
        await change(held);
        await RefusesAsync(held.Id, () => Store.RetryAsync(held.Retry()));
    }
}
