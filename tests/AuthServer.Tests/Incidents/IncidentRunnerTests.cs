using AuthServer.Core.Incidents;
using AuthServer.Core.SessionDirectory;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Testing.PostgreSql;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Tests.Incidents;

/// <summary>Incidents as nodes work them off, with clients that go on refreshing.</summary>
public sealed class IncidentRunnerTests(PostgreSqlFixture postgreSql)
{
    private const int Many = 1_250;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task An_incident_that_begins_on_one_node_is_worked_off_by_both_and_each_session_ends_once()
    {
        await using var database = await postgreSql.CreateDatabaseAsync();
        await using var first = await AuthServerHost.StartAsync(database);
        await using var second = await AuthServerHost.StartAsync(database, new HostSettings { Issuer = first.Issuer });
        var (culprit, bystander) = (await first.CreateUserAsync(), await first.CreateUserAsync());
        var theirs = await first.As(TestClients.App).SignInAsync(culprit);
        var mine = await first.As(TestClients.App).SignInAsync(bystander);
        await MultiplyAsync(database, theirs.SessionId);

        var incident = await OpenAsync(first, culprit);
        incident.Matched.Should().Be(Many + 1);
        await FinishedAsync(second, incident.Id);

        var done = (await Store(second).FindAsync(incident.Id, CancellationToken.None))!;
        (done.Ended, done.State).Should().Be((Many + 1, IncidentState.Finished));
        (await CountAsync(database, "SELECT COUNT(*) FROM sessions WHERE end_reason = 14")).Should().Be(Many + 1);
        (await CountAsync(database, "SELECT COUNT(*) FROM audit_events WHERE type = 'session.ended' AND reason = 'incident' AND detail = 'stolen laptop'")).Should().Be(Many + 1);
        (await CountAsync(database, "SELECT COUNT(DISTINCT subject) FROM revocation_entries WHERE kind = 1")).Should().Be(Many + 1);
        (await first.As(TestClients.App).RefreshAsync(mine.RefreshToken)).Status.Should().Be(200);
        var refused = await second.As(TestClients.App).RefreshAsync(theirs.RefreshToken);
        (refused.Error, refused.Reason).Should().Be(("invalid_grant", "revoked"));
    }

    [Fact]
    public async Task What_a_dead_node_had_in_hand_is_taken_over_where_it_was()
    {
        await using var database = await postgreSql.CreateDatabaseAsync();
        var first = await AuthServerHost.StartAsync(database);
        var culprit = await first.CreateUserAsync();
        var theirs = await first.As(TestClients.App).SignInAsync(culprit);
        await MultiplyAsync(database, theirs.SessionId);
        await first.DisposeAsync();

        // As a node leaves it that was killed between two batches: in hand, and half done.
        await using var second = await AuthServerHost.StartAsync(database);
        var incident = await OpenHeldAsync(second, database, culprit);
        await Task.Delay(TimeSpan.FromSeconds(3));
        (await Store(second).FindAsync(incident, CancellationToken.None))!.Ended.Should().Be(IncidentBatch.Size, "the lease is not over");

        await database.ExecuteAsync("UPDATE incidents SET taken_until = clock_timestamp()");
        await FinishedAsync(second, incident);

        (await Store(second).FindAsync(incident, CancellationToken.None))!.Ended.Should().Be(Many + 1);
        (await CountAsync(database, "SELECT COUNT(*) FROM sessions WHERE ended_at IS NULL")).Should().Be(0);
    }

    [Fact]
    public async Task An_incident_that_cannot_be_read_does_not_stop_the_node_and_goes_on_when_it_can()
    {
        await using var database = await postgreSql.CreateDatabaseAsync();
        await using var host = await AuthServerHost.StartAsync(database);
        var culprit = await host.CreateUserAsync();
        var theirs = await host.As(TestClients.App).SignInAsync(culprit);
        var incident = await OpenHeldAsync(host, database, culprit, batches: 0);
        await database.ExecuteAsync("UPDATE incidents SET filter = '{\"planet\":\"mars\"}', taken_until = NULL");
        await Task.Delay(TimeSpan.FromSeconds(3));
        (await CountAsync(database, "SELECT COUNT(*) FROM sessions WHERE ended_at IS NULL")).Should().Be(1, "what is not understood ends nothing");

        await database.ExecuteAsync(
            $"UPDATE incidents SET filter = '{new SessionFilter { User = new UserId(culprit.Id) }.ToStored()}', taken_until = NULL");
        await FinishedAsync(host, incident);

        (await host.As(TestClients.App).RefreshAsync(theirs.RefreshToken)).Error.Should().Be("invalid_grant");
    }

    [Fact]
    public async Task A_batch_that_fails_is_tried_again_without_waiting_for_the_lease()
    {
        await using var database = await postgreSql.CreateDatabaseAsync();
        await using var host = await AuthServerHost.StartAsync(database);
        var culprit = await host.CreateUserAsync();
        await MultiplyAsync(database, (await host.As(TestClients.App).SignInAsync(culprit)).SessionId);
        await database.ExecuteAsync(
            $"""
            CREATE FUNCTION break() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN IF EXISTS (SELECT FROM incidents WHERE ended >= {IncidentBatch.Size}) THEN RAISE EXCEPTION ''broken''; END IF; RETURN NEW; END';
            CREATE TRIGGER break BEFORE UPDATE ON sessions FOR EACH ROW EXECUTE FUNCTION break();
            """);
        var incident = await OpenAsync(host, culprit);
        await Task.Delay(TimeSpan.FromSeconds(4));
        (await Store(host).FindAsync(incident.Id, CancellationToken.None))!.Should().Match<Incident>(now => now.Ended == IncidentBatch.Size && now.State == IncidentState.Running);

        await database.ExecuteAsync("DROP TRIGGER break ON sessions");
        await FinishedAsync(host, incident.Id).WaitAsync(IncidentLease.Duration / 3);

        (await Store(host).FindAsync(incident.Id, CancellationToken.None))!.Ended.Should().Be(Many + 1);
    }

    private static Task<Incident> OpenAsync(AuthServerHost host, AuthUser culprit) => host.Services.GetRequiredService<IncidentResponse>().OpenAsync(
        new NewIncident(new SessionFilter { User = new UserId(culprit.Id) }, "stolen laptop", "admin:root", Caller.Unknown), CancellationToken.None);

    /// <summary>Opens it in another's hand, who does some batches and is heard of no more.</summary>
    private static async Task<IncidentId> OpenHeldAsync(AuthServerHost host, TestDatabase database, AuthUser culprit, int batches = 1)
    {
        var store = Store(host);
        await database.ExecuteAsync(
            """
            CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.taken_until := clock_timestamp() + interval ''1 hour''; RETURN NEW; END';
            CREATE TRIGGER hold BEFORE INSERT ON incidents FOR EACH ROW EXECUTE FUNCTION hold();
            """);
        var incident = await OpenAsync(host, culprit);
        var until = (await database.ReadAsync("SELECT taken_until FROM incidents", row => row.GetFieldValue<DateTimeOffset>(0))).Single();
        for (var held = new IncidentLease(incident.Id, until); batches > 0 && held is not null; batches--)
        {
            held = (await store.EndBatchAsync(held, TimeSpan.FromHours(1), CancellationToken.None))!.Lease;
        }

        return incident.Id;
    }

    private static IIncidentStore Store(AuthServerHost host) => host.Services.GetRequiredService<IIncidentStore>();

    private static async Task FinishedAsync(AuthServerHost host, IncidentId id)
    {
        using var patience = new CancellationTokenSource(Patience);
        while ((await Store(host).FindAsync(id, patience.Token))!.State != IncidentState.Finished)
        {
            await Task.Delay(50, patience.Token);
        }
    }

    /// <summary>Makes many sessions of one, by the row.</summary>
    private static Task<int> MultiplyAsync(TestDatabase database, Guid session) => database.ExecuteAsync(
        $"""
        CREATE TEMP TABLE copies AS SELECT s.* FROM sessions AS s, generate_series(1, {Many}) WHERE s.id = @id;
        UPDATE copies SET id = gen_random_uuid();
        INSERT INTO sessions SELECT * FROM copies
        """,
        ("id", session));

    private static async Task<long> CountAsync(TestDatabase database, string query) => (await database.ReadAsync(query, row => row.GetInt64(0))).Single();
}
