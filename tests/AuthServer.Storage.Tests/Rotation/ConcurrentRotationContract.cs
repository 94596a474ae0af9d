using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;
using AuthServer.Storage.Tests.Sessions;
using AuthServer.Storage.Tests.Storage;
using AuthServer.Testing;
using FluentAssertions;
using Xunit;

namespace AuthServer.Storage.Tests.Rotation;

/// <summary>Presentations that race one another, and thieves who walk beside the owner.</summary>
public abstract class ConcurrentRotationContract(SessionStorage storage) : RotationContract(storage)
{
    [Theory]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(64)]
    public async Task Any_number_of_parallel_presentations_yields_one_successor_and_one_step(int presenters)
    {
        var holder = await SignInAsync();
        for (var generation = 1u; generation <= 10; generation++)
        {
            var grants = await PresentAtOnceAsync(holder, holder.Current, presenters);

            var successor = grants.Select(Granted).Distinct().Should().ContainSingle().Subject;
            (await FindAsync(holder)).Session.Generation.Should().Be(generation);
            (await FindAsync(holder)).Session.Retries.Should().Be(presenters - 1);
            holder = holder.After(successor);
        }
    }

    [Fact]
    [Spec("RFC 9700", "4.14.2")]
    public async Task With_strict_single_use_exactly_one_of_many_is_granted_and_then_the_session_is_over()
    {
        for (var round = 0; round < 20; round++)
        {
            var holder = await SignInAsync(client => client with { RetryWindow = RetryWindow.StrictSingleUse });

            var grants = await PresentAtOnceAsync(holder, holder.Current, times: 8);

            var successor = Granted(grants.Where(grant => grant is SessionGrant.Granted).Should().ContainSingle().Subject);
            await EndedAsync(holder, EndReason.ReuseDetected);
            RefusedFor(await PresentAsync(holder, successor), "revoked");
        }
    }

    [Fact]
    public async Task Five_tabs_racing_at_every_generation_are_never_signed_out()
    {
        var holder = await SignInAsync();
        for (var generation = 0; generation < Storage.Rounds; generation++)
        {
            var grants = await PresentAtOnceAsync(holder, holder.Current, times: 5);
            holder = holder with { Tokens = [grants.Select(Granted).Distinct().Should().ContainSingle().Subject] };
        }

        var snapshot = await FindAsync(holder);
        snapshot.IsLive.Should().BeTrue();
        snapshot.Session.Generation.Should().Be((uint)Storage.Rounds);
        snapshot.Session.RetryStreak.Should().Be(0);
    }

    [Fact]
    public Task A_thief_from_another_network_who_follows_the_owner_is_caught() => CaughtAsync(Callers.Home, Callers.OtherNetwork);

    [Fact]
    public Task A_thief_from_another_network_who_goes_ahead_of_the_owner_is_caught() => CaughtAsync(Callers.OtherNetwork, Callers.Home);

    [Fact]
    public Task A_thief_with_another_user_agent_is_caught() => CaughtAsync(Callers.Home, Callers.OtherBrowser);

    [Fact]
    public async Task A_phone_that_changes_networks_now_and_then_is_never_signed_out()
    {
        var holder = await SignInAsync();
        for (var generation = 0; generation < 50; generation++)
        {
            holder = await RefreshAsync(holder);
            Granted(await PresentAsync(holder, holder.Predecessor, generation % 8 == 7 ? Callers.Home : Callers.OtherNetwork)).Should().Be(holder.Current);
        }

        (await FindAsync(holder)).IsLive.Should().BeTrue();
    }

    [Fact]
    public async Task An_end_among_presentations_is_final_for_all_that_come_after_it()
    {
        for (var round = 0; round < 50; round++)
        {
            var holder = await SignInAsync();
            var presenting = PresentAtOnceAsync(holder, holder.Current, times: 6);
            var ending = Task.Run(() => Storage.Second.Get<SessionEnding>().EndAsync(new EndSession(holder.Id, EndReason.AdminRevoked, "admin:root", Callers.Home)));

            (await ending).Should().BeTrue();
            foreach (var granted in (await presenting).OfType<SessionGrant.Granted>())
            {
                RefusedFor(await PresentAsync(holder, Granted(granted)), "revoked");
            }

            RefusedFor(await PresentAsync(holder, holder.Current), "revoked");
            await EndedAsync(holder, EndReason.AdminRevoked);
        }
    }

    /// <summary>Both hold every token, and present it within moments of each other, <paramref name="first"/> before <paramref name="second"/>.</summary>
    private async Task CaughtAsync(Caller first, Caller second)
    {
        var holder = await SignInAsync();
        for (var generation = 1; generation <= holder.Client.ForeignRetryLimit; generation++)
        {
            holder = await RefreshAsync(holder, first);
            Granted(await PresentAsync(holder, holder.Predecessor, second)).Should().Be(holder.Current);
        }

        holder = await RefreshAsync(holder, first);
        RefusedFor(await PresentAsync(holder, holder.Predecessor, second), "revoked");

        await EndedAsync(holder, EndReason.ReuseDetected);
        RefusedFor(await PresentAsync(holder, holder.Current, first), "revoked");
    }
}
