using System.Collections.Concurrent;
using AuthServer.Core.Logout;
using AuthServer.Core.Sessions;
using AuthServer.Storage.Tests.Sessions;
using AuthServer.Storage.Tests.Storage;
using AuthServer.Testing;
using FluentAssertions;
using Xunit;

namespace AuthServer.Storage.Tests.Logout;

/// <summary>What every queue of logout tokens must do, through two nodes over one storage.</summary>
[Spec("OIDC Back-Channel Logout", "2.5")]
public abstract class LogoutDeliveryContract(SessionStorage storage) : SessionStoreContract(storage), IAsyncLifetime
{
    private const int Takers = 12;
    private const int Queued = 60;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private ILogoutDeliveryStore First => Storage.First.Get<ILogoutDeliveryStore>();

    private ILogoutDeliveryStore Second => Storage.Second.Get<ILogoutDeliveryStore>();

    /// <summary>What tests before this one have left.</summary>
    public async ValueTask InitializeAsync()
    {
        await Storage.AdvanceAsync(TimeSpan.FromDays(1));
        while (await First.TakeAsync(100, Lease, CancellationToken.None) is { Count: > 0 } left)
        {
            foreach (var delivery in left)
            {
                await First.MarkFailedAsync(delivery, "left over", pause: null);
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task An_end_is_due_at_once_for_a_client_that_listens()
    {
        var held = await EndListenedAsync();

        var taken = (await TakeAsync(Second)).Should().ContainSingle().Subject;
        taken.Should().Be(new LogoutDelivery(taken.Id, held.Client.Id, held.User.Id, held.Id, Attempt: 1));
    }

    [Fact]
    public async Task A_client_that_does_not_listen_has_nothing_due()
    {
        var held = await SignInAsync();
        await Store.EndAsync(held.End(EndReason.SignedOut));

        (await TakeAsync(First)).Should().BeEmpty();
    }

    [Fact]
    public async Task What_one_node_has_taken_the_other_does_not_get_until_the_lease_is_over()
    {
        await EndListenedAsync();
        var taken = (await TakeAsync(First)).Should().ContainSingle().Subject;
        (await TakeAsync(Second)).Should().BeEmpty();

        await Storage.AdvanceAsync(Lease);

        (await TakeAsync(Second)).Should().Equal(taken with { Attempt = 2 });
    }

    [Fact]
    public async Task What_was_delivered_is_done()
    {
        await EndListenedAsync();
        var taken = (await TakeAsync(First))[0];

        (await First.MarkDeliveredAsync(taken)).Should().BeTrue();
        (await Second.MarkDeliveredAsync(taken)).Should().BeFalse();
        (await Second.MarkFailedAsync(taken, "late", TimeSpan.Zero)).Should().BeFalse();

        await Storage.AdvanceAsync(TimeSpan.FromDays(1));
        (await TakeAsync(First)).Should().BeEmpty();
    }

    [Fact]
    public async Task What_failed_is_due_again_after_its_pause()
    {
        await EndListenedAsync();
        var taken = (await TakeAsync(First))[0];

        (await First.MarkFailedAsync(taken, new string('x', 1000), TimeSpan.FromMinutes(10))).Should().BeTrue();

        await Storage.AdvanceAsync(TimeSpan.FromMinutes(9));
        (await TakeAsync(Second)).Should().BeEmpty();
        await Storage.AdvanceAsync(TimeSpan.FromMinutes(1));
        (await TakeAsync(Second)).Should().Equal(taken with { Attempt = 2 });
    }

    [Fact]
    public async Task What_was_given_up_is_never_due_again()
    {
        await EndListenedAsync();
        var taken = (await TakeAsync(First))[0];

        (await First.MarkFailedAsync(taken, "gone", pause: null)).Should().BeTrue();

        await Storage.AdvanceAsync(TimeSpan.FromDays(30));
        (await TakeAsync(First)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_node_that_was_too_slow_can_say_that_it_delivered_but_not_that_it_failed()
    {
        await EndListenedAsync();
        var slow = (await TakeAsync(First))[0];
        await Storage.AdvanceAsync(Lease);
        var quick = (await TakeAsync(Second))[0];

        (await First.MarkFailedAsync(slow, "slow", pause: null)).Should().BeFalse();
        (await First.MarkDeliveredAsync(slow)).Should().BeTrue();

        (await Second.MarkFailedAsync(quick, "quick", TimeSpan.Zero)).Should().BeFalse("the client was told");
    }

    [Fact]
    public async Task Of_many_takers_at_once_each_gets_its_own()
    {
        for (var queued = 0; queued < Queued; queued++)
        {
            await EndListenedAsync();
        }

        var taken = new ConcurrentQueue<LogoutDelivery>();
        using var start = new ManualResetEventSlim();
        var takers = Enumerable.Range(0, Takers).Select(taker => Task.Factory.StartNew(
            async () =>
            {
                var queue = taker % 2 == 0 ? First : Second;
                start.Wait();
                while (await queue.TakeAsync(3, Lease, CancellationToken.None) is { Count: > 0 } batch)
                {
                    batch.Count.Should().BeLessThanOrEqualTo(3);
                    batch.ToList().ForEach(taken.Enqueue);
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap()).ToArray();
        start.Set();
        await Task.WhenAll(takers);

        taken.Should().HaveCount(Queued).And.OnlyContain(delivery => delivery.Attempt == 1);
        taken.Select(delivery => delivery.Id).Should().OnlyHaveUniqueItems();
    }

    private async Task<Held> EndListenedAsync()
    {
        var held = await SignInAsync(await Storage.AddUserAsync(), await AddListenerAsync());
        (await Store.EndAsync(held.End(EndReason.SignedOut))).Should().BeTrue();
        return held;
    }

    private static Task<IReadOnlyList<LogoutDelivery>> TakeAsync(ILogoutDeliveryStore queue) => queue.TakeAsync(10, Lease, CancellationToken.None);
}
