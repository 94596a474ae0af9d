using AuthServer.Core.Sessions;
using AuthServer.Storage.Tests.Storage;
using FluentAssertions;
using Xunit;

namespace AuthServer.Storage.Tests.Sessions;

/// <summary>The count of consecutive generations with a retry from elsewhere, by which a thief in step gives itself away.</summary>
public abstract class RetryStreakContract(SessionStorage storage) : SessionStoreContract(storage)
{
    public static TheoryData<Caller, bool> Retries => new()
    {
        { Callers.Home, false },
        { Callers.NextDoor, false },
        { Callers.OtherNetwork, true },
        { Callers.OtherBrowser, true },
    };

    [Theory]
    [MemberData(nameof(Retries), DisableDiscoveryEnumeration = true)]
    public async Task A_retry_is_foreign_by_user_agent_or_by_network(Caller caller, bool isForeign)
    {
        var held = await SignInAndRotateAsync();

        var session = await RetryAsync(held, caller);

        session.ForeignRetry.Should().Be(isForeign);
        session.RetryStreak.Should().Be(isForeign ? 1 : 0);
        session.InheritedStreak.Should().Be(0);
    }

    [Fact]
    public async Task Foreign_means_elsewhere_than_the_presentation_that_rotated_and_not_than_the_sign_in()
    {
        var held = await RotateAsync(await SignInAsync(), Callers.OtherNetwork);

        (await RetryAsync(held, Callers.OtherNetwork)).ForeignRetry.Should().BeFalse();
        (await RetryAsync(held, Callers.Home)).ForeignRetry.Should().BeTrue();
    }

    [Fact]
    public async Task A_generation_counts_once_however_many_foreign_retries_it_has()
    {
        var held = await SignInAndRotateAsync();
        await RetryAsync(held, Callers.OtherNetwork);
        await RetryAsync(held, Callers.OtherBrowser);

        var session = await RetryAsync(held, Callers.OtherNetwork);

        session.Retries.Should().Be(3);
        session.RetryStreak.Should().Be(1);
    }

    [Fact]
    public async Task A_retry_from_home_after_a_foreign_one_leaves_the_streak()
    {
        var held = await SignInAndRotateAsync();
        await RetryAsync(held, Callers.OtherNetwork);

        var session = await RetryAsync(held);

        session.ForeignRetry.Should().BeTrue();
        session.RetryStreak.Should().Be(1);
    }

    [Fact]
    public async Task Consecutive_generations_add_up()
    {
        var held = await SignInAsync();
        for (var generation = 1; generation <= 5; generation++)
        {
            held = await RotateAsync(held);
            (await FindAsync(held)).Session.InheritedStreak.Should().Be(generation - 1);
            (await RetryAsync(held, Callers.OtherNetwork)).RetryStreak.Should().Be(generation);
        }
    }

    [Fact]
    public async Task A_generation_without_a_foreign_retry_ends_the_streak()
    {
        var held = await SignInAndRotateAsync();
        await RetryAsync(held, Callers.OtherNetwork);
        held = await RotateAsync(held);
        (await FindAsync(held)).Session.RetryStreak.Should().Be(1);
        await RetryAsync(held);

        held = await RotateAsync(held);

        var session = (await FindAsync(held)).Session;
        session.RetryStreak.Should().Be(0);
        session.ForeignRetry.Should().BeFalse();
        (await RetryAsync(held, Callers.OtherNetwork)).RetryStreak.Should().Be(1);
    }

    [Fact]
    public async Task At_the_limit_the_next_generation_has_no_retry_at_all()
    {
        var held = await SignInAsync(client => client with { ForeignRetryLimit = 2 });
        held = await RotateAsync(held);
        await RetryAsync(held, Callers.OtherNetwork);
        held = await RotateAsync(held);
        await RetryAsync(held, Callers.OtherNetwork);
        await RetryAsync(held, Callers.OtherNetwork);
        held = await RotateAsync(held);

        await RefusesAsync(held.Id, () => Store.RetryAsync(held.Retry() with { Caller = Callers.OtherNetwork }));
        await RefusesAsync(held.Id, () => Store.RetryAsync(held.Retry()));
    }

    [Fact]
    public async Task A_limit_of_0_leaves_no_retry_window()
    {
        var held = await SignInAndRotateAsync(client => client with { ForeignRetryLimit = 0 });

        await RefusesAsync(held.Id, () => Store.RetryAsync(held.Retry()));
    }
}
