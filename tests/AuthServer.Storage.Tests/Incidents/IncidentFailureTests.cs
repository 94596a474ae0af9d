using AuthServer.Core.Incidents;
using AuthServer.Core.SessionDirectory;
using AuthServer.Core.Sessions;
using AuthServer.Storage.Tests.Sessions;
using AuthServer.Storage.Tests.Storage;
using FluentAssertions;
using Xunit;

namespace AuthServer.Storage.Tests.Incidents;

/// <summary>Batches that fail, on PostgreSQL.</summary>
public sealed class IncidentFailureTests(PostgreSqlStorage storage) : SessionStoreContract(storage), IClassFixture<PostgreSqlStorage>
{
    [Fact]
    public async Task A_batch_that_fails_leaves_the_incident_as_it_was_and_in_nobody_s_hand()
    {
        var held = await SignInAsync();
        var incident = await OpenAsync(held);
        await BreakAsync();

        var fails = () => storage.First.Get<IIncidentStore>().EndBatchAsync(null, IncidentLease.Duration, CancellationToken.None);
        await fails.Should().ThrowAsync<StoreUnavailableException>();

        (await FindAsync(held)).IsLive.Should().BeTrue();
        await MendAsync();
        var batch = (await storage.Second.Get<IIncidentStore>().EndBatchAsync(null, IncidentLease.Duration, CancellationToken.None))!;
        (batch.Incident.Id, batch.Incident.Ended, batch.Incident.State).Should().Be((incident.Id, 1, IncidentState.Finished));
        (await FindAsync(held)).Ended.Should().Be(EndReason.Incident);
    }

    [Fact]
    public async Task Whoever_has_it_in_hand_still_has_it_after_a_failure_and_goes_on_where_it_was()
    {
        var (user, client) = (await storage.AddUserAsync(), await AddClientAsync());
        var one = await SignInAsync(user, client);
        await storage.Database.ExecuteAsync(Housekeeping.ExpiryRaceTests.Copies, ("held", one.Id.Value), ("count", IncidentBatch.Size));
        var incident = await OpenAsync(one);
        var store = storage.First.Get<IIncidentStore>();
        var lease = (await store.EndBatchAsync(null, IncidentLease.Duration, CancellationToken.None))!.Lease!;
        await BreakAsync();

        var fails = () => store.EndBatchAsync(lease, IncidentLease.Duration, CancellationToken.None);
        await fails.Should().ThrowAsync<StoreUnavailableException>();

        await MendAsync();
        (await store.FindAsync(incident.Id, CancellationToken.None))!.Ended.Should().Be(IncidentBatch.Size);
        (await store.EndBatchAsync(lease, IncidentLease.Duration, CancellationToken.None))!.Incident.Should()
            .Match<Incident>(now => now.Ended == IncidentBatch.Size + 1 && now.State == IncidentState.Finished);
    }

    [Fact]
    public async Task Nothing_is_left_of_what_an_incident_remembered_when_it_is_finished()
    {
        var held = await SignInAsync();
        await OpenAsync(held);

        (await storage.Database.ReadAsync("SELECT COUNT(*) FROM incident_targets", row => row.GetInt64(0))).Should().Equal(1);
        await storage.First.Get<IIncidentStore>().EndBatchAsync(null, IncidentLease.Duration, CancellationToken.None);

        (await storage.Database.ReadAsync("SELECT COUNT(*) FROM incident_targets", row => row.GetInt64(0))).Should().Equal(0);
    }

    private Task<Incident> OpenAsync(Held held) => storage.First.Get<IIncidentStore>().OpenAsync(
        new NewIncident(new SessionFilter { Client = held.Client.Id }, "broken", "admin:root", Callers.Home), CancellationToken.None);

    /// <summary>From here on nothing is recorded in audit, and so nothing ends.</summary>
    private Task<int> BreakAsync() => storage.Database.ExecuteAsync("ALTER TABLE audit_events RENAME TO audit_events_elsewhere");

    private Task<int> MendAsync() => storage.Database.ExecuteAsync("ALTER TABLE audit_events_elsewhere RENAME TO audit_events");
}
