using System.Net;
using AuthServer.Core.Audit;
using AuthServer.Core.Incidents;
using AuthServer.Core.SessionDirectory;
using AuthServer.Core.Sessions;
using AuthServer.Storage.Tests.Sessions;
using AuthServer.Storage.Tests.Storage;
using AuthServer.Testing.Logout;
using AuthServer.Testing.Sessions;
using FluentAssertions;
using Xunit;

namespace AuthServer.Storage.Tests.Incidents;

/// <summary>What is done about an incident, whoever does it. Each test has a client of its own to tell its sessions from others'.</summary>
public abstract class IncidentContract(SessionStorage storage) : SessionStoreContract(storage)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task What_met_the_filter_ends_with_its_sign_ins_and_all_effects()
    {
        var user = await Storage.AddUserAsync();
        var signIn = await SignBrowserInAsync(user);
        var client = await AddListenerAsync();
        var met = await SignInAsync(user, client, session => session with { SignInId = signIn.Id });
        var spared = await SignInAsync(user, await AddClientAsync());
        var incident = await OpenAsync(new SessionFilter { Client = client.Id });
        (incident.Matched, incident.Ended, incident.State).Should().Be((1, 0, IncidentState.Running));

        var batch = await RunAsync(incident);

        (batch.Ended, batch.Lease, batch.Incident.State, batch.Incident.Ended).Should().Be((1, null, IncidentState.Finished, 1));
        (await FindAsync(met)).Ended.Should().Be(EndReason.Incident);
        (await FindAsync(signIn.Id)).Ended.Should().Be(EndReason.Incident);
        (await FindAsync(spared)).IsLive.Should().BeTrue();
        (await RevocationsOfAsync(met.Id)).Should().Equal(new RevocationRecord(RevocationSubject.Session, met.Id.ToString(), MinimumEpoch: 0));
        (await LogoutsOfAsync(user.Id)).Should().Equal(new LogoutRecord(client.Id, user.Id, met.Id));
        (await AuditOfAsync(user.Id)).Where(record => record.Reason == "incident").Select(record => (record.Type, record.Actor, record.Detail, record.Ip)).Should().Equal(
            (AuditEventTypes.SignInEnded, "admin:root", "a laptop was stolen", "198.51.100.7"),
            (AuditEventTypes.SessionEnded, "admin:root", "a laptop was stolen", "198.51.100.7"));
        var found = (await Store2.FindAsync(incident.Id, CancellationToken.None))!;
        found.FinishedAt.Should().NotBeNull();
        found.Should().BeEquivalentTo(batch.Incident);
    }

    [Fact]
    public async Task Sign_ins_go_on_if_they_are_to()
    {
        var user = await Storage.AddUserAsync();
        var signIn = await SignBrowserInAsync(user);
        var met = await SignInAsync(user, await AddClientAsync(), session => session with { SignInId = signIn.Id });

        await RunAsync(await OpenAsync(new SessionFilter { User = user.Id }, endsSignIns: false));

        (await FindAsync(met)).IsLive.Should().BeFalse();
        (await FindAsync(signIn.Id)).IsLive.Should().BeTrue();
    }

    [Fact]
    public async Task Address_user_agent_and_time_choose()
    {
        var (user, client) = (await Storage.AddUserAsync(), await AddClientAsync());
        var there = Caller.From(IPAddress.Parse("203.0.113.77"), "Evil/6.6 (X)");
        var met = await SignInAsync(user, client, session => session with { Caller = there });
        var elsewhere = await SignInAsync(user, client, session => session with { Caller = there with { Address = IPAddress.Parse("203.0.114.1") } });
        var otherwise = await SignInAsync(user, client, session => session with { Caller = there with { UserAgent = "Browser/1.0" } });
        AddressRange.TryParse("203.0.113.0/24", out var range).Should().BeTrue();
        var filter = new SessionFilter { Address = range, UserAgent = "evil/6", Client = client.Id, UsedFrom = DateTimeOffset.MinValue.AddYears(2000) };

        (await OpenAsync(filter with { CreatedBefore = DateTimeOffset.MinValue.AddYears(2000) })).Matched.Should().Be(0);
        var incident = await OpenAsync(filter);
        await FinishAsync();

        (await Store2.FindAsync(incident.Id, CancellationToken.None))!.Ended.Should().Be(1);
        (await FindAsync(met)).Ended.Should().Be(EndReason.Incident);
        (await FindAsync(elsewhere)).IsLive.Should().BeTrue();
        (await FindAsync(otherwise)).IsLive.Should().BeTrue();
    }

    [Fact]
    public async Task What_is_signed_in_later_is_left_alone_and_what_had_ended_is_not_counted()
    {
        var (user, client) = (await Storage.AddUserAsync(), await AddClientAsync());
        var ended = await SignInAsync(user, client);
        await Store.EndAsync(ended.End(EndReason.SignedOut));
        var met = await SignInAsync(user, client);
        Storage.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var incident = await OpenAsync(new SessionFilter { Client = client.Id });
        Storage.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var later = await SignInAsync(user, client);

        await RunAsync(incident);

        incident.Matched.Should().Be(1);
        (await FindAsync(met)).IsLive.Should().BeFalse();
        (await FindAsync(later)).IsLive.Should().BeTrue();
        (await FindAsync(ended)).Ended.Should().Be(EndReason.SignedOut);
    }

    [Fact]
    public async Task Many_are_ended_in_batches_by_nodes_by_turns_and_each_counts_once()
    {
        const int Count = (11 * IncidentBatch.Size) + 50;
        var (client, user) = await AddSessionsAsync(Count);
        var incident = await OpenAsync(new SessionFilter { Client = client });
        incident.Matched.Should().Be(Count);

        var turns = await Task.WhenAll(Enumerable.Range(0, 6).Select(index => Task.Run(() => WorkAsync(index % 2 == 0 ? Storage.First : Storage.Second))));

        turns.Sum().Should().Be(Count);
        var done = (await Store2.FindAsync(incident.Id, CancellationToken.None))!;
        (done.State, done.Ended, done.Matched).Should().Be((IncidentState.Finished, Count, Count));
        (await AuditOfAsync(user.Id)).Where(record => record.Type == AuditEventTypes.SessionEnded).Select(record => record.SessionId)
            .Should().OnlyHaveUniqueItems().And.HaveCount(Count);
    }

    [Fact]
    public async Task A_node_has_it_in_hand_until_its_lease_is_over()
    {
        var (client, _) = await AddSessionsAsync(IncidentBatch.Size + 10);
        await OpenAsync(new SessionFilter { Client = client });
        var first = (await Storage.First.Get<IIncidentStore>().EndBatchAsync(null, Lease, CancellationToken.None))!;
        (first.Ended, first.Lease).Should().NotBe((0, null));

        (await Store2.EndBatchAsync(null, Lease, CancellationToken.None)).Should().BeNull("another node has it in hand");
        (await Store2.EndBatchAsync(first.Lease! with { Until = first.Lease.Until.AddSeconds(1) }, Lease, CancellationToken.None)).Should().BeNull("that is no lease of it");

        await Storage.AdvanceAsync(Lease + TimeSpan.FromSeconds(5));
        var second = (await Store2.EndBatchAsync(null, Lease, CancellationToken.None))!;
        (second.Ended, second.Incident.Ended, second.Incident.State).Should().Be((10, IncidentBatch.Size + 10, IncidentState.Finished));
        (await Storage.First.Get<IIncidentStore>().EndBatchAsync(first.Lease, Lease, CancellationToken.None)).Should().BeNull("it was taken over");
    }

    [Fact]
    public async Task It_is_stopped_between_batches_and_resumed_from_where_it_was()
    {
        var (client, _) = await AddSessionsAsync(IncidentBatch.Size + 20);
        var incident = await OpenAsync(new SessionFilter { Client = client });
        var batch = (await Store2.EndBatchAsync(null, Lease, CancellationToken.None))!;

        (await Store2.StopAsync(incident.Id, "admin:other", Callers.Home, CancellationToken.None)).Should().BeTrue();
        (await Store2.StopAsync(incident.Id, "admin:other", Callers.Home, CancellationToken.None)).Should().BeFalse();
        (await Store2.EndBatchAsync(batch.Lease, Lease, CancellationToken.None)).Should().BeNull();
        (await Store2.EndBatchAsync(null, Lease, CancellationToken.None)).Should().BeNull();
        (await Store2.FindAsync(incident.Id, CancellationToken.None))!.Should().Match<Incident>(now => now.State == IncidentState.Stopped && now.Ended == IncidentBatch.Size);

        (await Store2.ResumeAsync(incident.Id, "admin:third", Callers.Home, CancellationToken.None)).Should().BeTrue();
        (await Store2.ResumeAsync(incident.Id, "admin:third", Callers.Home, CancellationToken.None)).Should().BeFalse();
        (await Store2.EndBatchAsync(null, Lease, CancellationToken.None))!.Incident.Should().Match<Incident>(now => now.State == IncidentState.Finished && now.Ended == IncidentBatch.Size + 20);
        (await Store2.StopAsync(incident.Id, "admin:other", Callers.Home, CancellationToken.None)).Should().BeFalse("it is over");
        (await Storage.ReadAuditAsync()).Where(record => record.Type.StartsWith("incident.", StringComparison.Ordinal)).TakeLast(4)
            .Select(record => (record.Type, record.Actor, record.Detail)).Should().Equal(
            (AuditEventTypes.IncidentOpened, "admin:root", "a laptop was stolen"),
            (AuditEventTypes.IncidentStopped, "admin:other", incident.Id.ToString()),
            (AuditEventTypes.IncidentResumed, "admin:third", incident.Id.ToString()),
            (AuditEventTypes.IncidentFinished, "admin:root", "a laptop was stolen"));
    }

    [Fact]
    public async Task A_stop_racing_the_batches_leaves_nothing_under_way()
    {
        for (var round = 0; round < 8; round++)
        {
            var (client, _) = await AddSessionsAsync(IncidentBatch.Size + 1);
            var incident = await OpenAsync(new SessionFilter { Client = client });

            var (_, stopped) = await Race.RunAsync(
                round, () => WorkAsync(Storage.First), () => Store2.StopAsync(incident.Id, "admin:other", Callers.Home, CancellationToken.None));
            var now = (await Store2.FindAsync(incident.Id, CancellationToken.None))!;
            await Task.Delay(20);

            (await Store2.FindAsync(incident.Id, CancellationToken.None))!.Ended.Should().Be(now.Ended);
            now.State.Should().Be(stopped ? IncidentState.Stopped : IncidentState.Finished);
            (await CountActiveAsync(client)).Should().Be(IncidentBatch.Size + 1 - now.Ended);
        }
    }

    [Fact]
    public async Task Incidents_are_listed_newest_first_with_what_they_were_opened_with()
    {
        var (user, client) = (await Storage.AddUserAsync(), await AddClientAsync());
        var first = await OpenAsync(new SessionFilter { User = user.Id });
        Storage.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var second = await OpenAsync(new SessionFilter { Client = client.Id, UserAgent = "x" }, endsSignIns: false);

        var listed = await Store2.ListAsync(2, CancellationToken.None);
        await FinishAsync();

        listed.Should().BeEquivalentTo([second, first], options => options.WithStrictOrdering());
        (await Store2.FindAsync(new IncidentId(Guid.NewGuid()), CancellationToken.None)).Should().BeNull();
    }

    private IIncidentStore Store2 => Storage.Second.Get<IIncidentStore>();

    private Task<Incident> OpenAsync(SessionFilter filter, bool endsSignIns = true) => Storage.First.Get<IIncidentStore>().OpenAsync(
        new NewIncident(filter, "a laptop was stolen", "admin:root", Callers.OtherNetwork) { EndsSignIns = endsSignIns }, CancellationToken.None);

    /// <summary>One turn, at an incident that is the only one that runs.</summary>
    private async Task<IncidentBatch> RunAsync(Incident incident)
    {
        var batch = (await Store2.EndBatchAsync(null, Lease, CancellationToken.None))!;
        batch.Incident.Id.Should().Be(incident.Id);
        return batch;
    }

    private async Task FinishAsync()
    {
        while (await WorkAsync(Storage.First) > 0 || (await Store2.ListAsync(10, CancellationToken.None)).Any(incident => incident.State == IncidentState.Running))
        {
            // Until nothing runs any more.
        }
    }

    /// <summary>What a node does until it finds nothing to do; returns how many sessions it has ended.</summary>
    private static async Task<int> WorkAsync(Node node)
    {
        var total = 0;
        for (IncidentLease? held = null; await node.Get<IIncidentStore>().EndBatchAsync(held, Lease, CancellationToken.None) is { } batch;)
        {
            (held, total) = (batch.Lease, total + batch.Ended);
        }

        return total;
    }

    private async Task<(Core.Clients.ClientId Client, TestUser User)> AddSessionsAsync(int count)
    {
        var (user, client) = (await Storage.AddUserAsync(), await AddClientAsync());
        foreach (var group in Enumerable.Range(0, count).Chunk(25))
        {
            await Task.WhenAll(group.Select(_ => SignInAsync(user, client)));
        }

        Storage.Clock.Advance(TimeSpan.FromMilliseconds(1));
        return (client.Id, user);
    }

    private async Task<int> CountActiveAsync(Core.Clients.ClientId client)
    {
        // What another incident would find.
        var probe = await OpenAsync(new SessionFilter { Client = client });
        (await Store2.StopAsync(probe.Id, "server", Callers.Home, CancellationToken.None)).Should().BeTrue();
        return probe.Matched;
    }
}
