using AuthServer.Core.Leases;
using AuthServer.Storage.Tests.Storage;
using FluentAssertions;
using Xunit;

namespace AuthServer.Storage.Tests.Housekeeping;

/// <summary>One node at a time does a piece of work.</summary>
public sealed class LeaseTests(PostgreSqlStorage storage) : IClassFixture<PostgreSqlStorage>
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly string _work = Guid.NewGuid().ToString("N");
    private readonly Guid _holder = Guid.NewGuid();

    private ILeases First => storage.First.Get<ILeases>();

    private ILeases Second => storage.Second.Get<ILeases>();

    [Fact]
    public async Task A_lease_has_one_holder_who_may_renew_it()
    {
        (await First.TryHoldAsync(_work, _holder, Minute, CancellationToken.None)).Should().BeTrue();
        (await Second.TryHoldAsync(_work, Guid.NewGuid(), Minute, CancellationToken.None)).Should().BeFalse();
        (await First.TryHoldAsync(_work, _holder, Minute, CancellationToken.None)).Should().BeTrue();
        (await Second.TryHoldAsync(_work + "-other", Guid.NewGuid(), Minute, CancellationToken.None)).Should().BeTrue("it is other work");
    }

    [Fact]
    public async Task A_lease_that_is_given_back_is_free_at_once_and_only_its_holder_can_give_it_back()
    {
        var other = Guid.NewGuid();
        await First.TryHoldAsync(_work, _holder, Minute, CancellationToken.None);

        await Second.ReleaseAsync(_work, other, CancellationToken.None);
        var whileHeld = await Second.TryHoldAsync(_work, other, Minute, CancellationToken.None);
        await First.ReleaseAsync(_work, _holder, CancellationToken.None);

        whileHeld.Should().BeFalse();
        (await Second.TryHoldAsync(_work, other, Minute, CancellationToken.None)).Should().BeTrue();
    }

    [Fact]
    public async Task What_a_dead_node_held_is_taken_over_when_the_lease_is_over_and_not_before()
    {
        await First.TryHoldAsync(_work, _holder, TimeSpan.FromSeconds(1.5), CancellationToken.None);
        var successor = Guid.NewGuid();

        (await Second.TryHoldAsync(_work, successor, Minute, CancellationToken.None)).Should().BeFalse();
        await Task.Delay(TimeSpan.FromSeconds(2));

        (await Second.TryHoldAsync(_work, successor, Minute, CancellationToken.None)).Should().BeTrue();
        (await First.TryHoldAsync(_work, _holder, Minute, CancellationToken.None)).Should().BeFalse("whoever was silent for too long has lost it");
    }

    [Fact]
    public async Task Of_many_that_ask_at_once_one_gets_it_whether_it_is_new_or_over()
    {
        for (var round = 0; round < 20; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(index => Task.Run(() =>
                (index % 2 == 0 ? First : Second).TryHoldAsync(_work, Guid.NewGuid(), Minute, CancellationToken.None))));

            answers.Count(held => held).Should().Be(1);
            await storage.Database.ExecuteAsync("UPDATE leases SET expires_at = clock_timestamp() WHERE name = @work", ("work", _work));
        }
    }
}
