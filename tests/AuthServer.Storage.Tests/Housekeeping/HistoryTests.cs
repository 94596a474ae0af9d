using AuthServer.Core.Artefacts;
using AuthServer.Core.Audit;
using AuthServer.Core.Sessions;
using AuthServer.EntityFrameworkCore.History;
using AuthServer.Storage.Tests.Sessions;
using AuthServer.Storage.Tests.Storage;
using FluentAssertions;
using Xunit;

namespace AuthServer.Storage.Tests.Housekeeping;

/// <summary>What was kept long enough goes, and nothing else does.</summary>
public sealed class HistoryTests(PostgreSqlStorage storage) : SessionStoreContract(storage), IClassFixture<PostgreSqlStorage>
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    private RelationalHistory History => storage.First.Get<RelationalHistory>();

    [Fact]
    public async Task Ended_sessions_go_by_their_end_and_active_ones_stay_at_any_age()
    {
        var (long_, lately, active) = (await SignInAsync(), await SignInAsync(), await SignInAsync());
        await Store.EndAsync(long_.End());
        await storage.AdvanceAsync(Month - TimeSpan.FromDays(1));
        await Store.EndAsync(lately.End());
        await storage.AdvanceAsync(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));

        (await History.PruneAsync(HistoryKind.EndedSessions, Month, CancellationToken.None)).Should().BePositive();
        await storage.AdvanceAsync(TimeSpan.FromDays(20));
        await History.PruneAsync(HistoryKind.EndedSessions, Month, CancellationToken.None);

        (await Store.FindAsync(long_.Id, CancellationToken.None)).Should().BeNull();
        (await Store.FindAsync(lately.Id, CancellationToken.None)).Should().NotBeNull();
        (await Store.FindAsync(active.Id, CancellationToken.None))!.Session.EndedAt.Should().BeNull("only what has ended goes");
    }

    [Fact]
    public async Task A_token_of_any_age_is_no_way_back_in_when_its_session_or_others_were_pruned()
    {
        var (user, client) = (await storage.AddUserAsync(), await AddClientAsync());
        var (gone, stays) = (await storage.First.SignInAsync(user, client, Callers.Home), await storage.First.SignInAsync(user, client, Callers.Home));
        var next = await storage.First.PresentAsync(stays.Reveal(), client.Id, Callers.Home);
        await storage.First.PresentAsync(next.Should().BeOfType<SessionGrant.Granted>().Which.Session.RefreshToken!.Reveal(), client.Id, Callers.Home);
        await Store.EndAsync(new EndSession(gone.Session, EndReason.SignedOut, "user:someone", Callers.Home));
        await storage.Database.ExecuteAsync("UPDATE sessions SET ended_at = ended_at - interval '31 days' WHERE id = @id", ("id", gone.Session.Value));
        (await History.PruneAsync(HistoryKind.EndedSessions, Month, CancellationToken.None)).Should().BePositive();

        var ofGone = await storage.First.PresentAsync(gone.Reveal(), client.Id, Callers.Home);
        var ofStaying = await storage.First.PresentAsync(stays.Reveal(), client.Id, Callers.Home);

        ofGone.Should().BeOfType<SessionGrant.Refused>().Which.Error.Code.Should().Be("invalid_grant");
        ofStaying.Should().BeOfType<SessionGrant.Refused>().Which.Error.Code.Should().Be("invalid_grant");
        (await Store.FindAsync(gone.Session, CancellationToken.None)).Should().BeNull();
        (await Store.FindAsync(stays.Session, CancellationToken.None))!.Session.EndReason.Should().Be(EndReason.ReuseDetected);
    }

    [Fact]
    public async Task A_spent_code_stays_as_long_as_its_session_and_goes_with_it()
    {
        var (user, client) = (await storage.AddUserAsync(), await AddClientAsync());
        var (spent, unspent, fresh) = (await AddCodeAsync(user, client), await AddCodeAsync(user, client), NewCode(user, client));
        var held = await SignInAsync(user, client, session => session with { Spends = spent });
        await storage.AdvanceAsync(TimeSpan.FromDays(80));
        await storage.First.Artefacts.AddAsync(fresh, CancellationToken.None);
        await storage.Database.ExecuteAsync(
            "UPDATE sessions SET idle_expires_at = clock_timestamp() + interval '1 day' WHERE id = @id", ("id", held.Id.Value));

        await History.PruneAsync(HistoryKind.Artefacts, TimeSpan.FromDays(1), CancellationToken.None);
        await History.PruneAsync(HistoryKind.EndedSessions, TimeSpan.FromDays(2), CancellationToken.None);
        var kept = await HashesAsync();
        var replayEnded = await storage.First.Get<SpentCodes>().EndSessionOfAsync(spent, client.Id, Callers.OtherNetwork);
        await storage.AdvanceAsync(TimeSpan.FromDays(3));
        await History.PruneAsync(HistoryKind.EndedSessions, TimeSpan.FromDays(2), CancellationToken.None);

        kept.Should().BeEquivalentTo(spent.Hash, fresh.Key.Hash);
        kept.Should().NotContain(unspent.Hash);
        replayEnded.Should().BeTrue();
        (await AuditOfAsync(user.Id)).Last(record => record.Type == AuditEventTypes.SessionEnded).Reason.Should().Be("code_reused");
        (await HashesAsync()).Should().NotContain(spent.Hash, "a code goes with its session");

        Task<IReadOnlyList<string>> HashesAsync() => storage.Database.ReadAsync(
            "SELECT encode(hash, 'hex') FROM one_time_artefacts WHERE client_id = @client", row => row.GetString(0), ("client", client.Id.Value));
    }

    [Fact]
    public async Task A_sign_in_stays_as_long_as_a_session_under_it()
    {
        var user = await storage.AddUserAsync();
        var (bare, parent, active) = (await SignBrowserInAsync(user), await SignBrowserInAsync(user), await SignBrowserInAsync(user, TimeSpan.FromDays(300)));
        var held = await SignInAsync(user, await AddClientAsync(), session => session with { SignInId = parent.Id });
        await storage.AdvanceAsync(TimeSpan.FromDays(2));
        while (await storage.First.Get<SessionEnding>().EndExpiredSignInsAsync(CancellationToken.None) > 0)
        {
        }

        await storage.AdvanceAsync(Month);
        var first = await History.PruneSignInsAsync(Month, after: null, CancellationToken.None);
        var (bareAfter, parentAfter) = (await TryFindAsync(bare.Id.Value), await TryFindAsync(parent.Id.Value));
        await storage.Database.ExecuteAsync("DELETE FROM sessions WHERE id = @id", ("id", held.Id.Value));
        await History.PruneSignInsAsync(Month, after: null, CancellationToken.None);

        first.Next.Should().BeNull();
        (bareAfter, parentAfter).Should().Be((false, true));
        (await TryFindAsync(parent.Id.Value)).Should().BeFalse();
        (await TryFindAsync(active.Id.Value)).Should().BeTrue();

        async Task<bool> TryFindAsync(Guid id) =>
            (await storage.Database.ReadAsync("SELECT 1 FROM sign_ins WHERE id = @id", row => row.GetInt32(0), ("id", id))).Count == 1;
    }

    [Fact]
    public async Task Sign_ins_are_looked_at_batch_after_batch_past_those_that_stay()
    {
        await storage.Database.ExecuteAsync("DELETE FROM sign_ins");
        var user = await storage.AddUserAsync();
        var signIn = await SignBrowserInAsync(user);
        await SignInAsync(user, await AddClientAsync(), session => session with { SignInId = signIn.Id });
        await storage.Database.ExecuteAsync(
            """
            UPDATE sign_ins SET ended_at = clock_timestamp() - interval '60 days' WHERE id = @id;
            INSERT INTO sign_ins
            SELECT (jsonb_populate_record(i, jsonb_build_object('id', gen_random_uuid(), 'ended_at', clock_timestamp() - interval '50 days'))).*
            FROM sign_ins AS i, generate_series(1, 1500) WHERE i.id = @id
            """,
            ("id", signIn.Id.Value));

        var first = await History.PruneSignInsAsync(Month, after: null, CancellationToken.None);
        var second = await History.PruneSignInsAsync(Month, first.Next, CancellationToken.None);

        first.Count.Should().Be(999, "one of the thousand has a session");
        (second.Count, second.Next).Should().Be((501, null));
        (await storage.Database.ReadAsync("SELECT id FROM sign_ins", row => row.GetGuid(0))).Should().Equal(signIn.Id.Value);
    }

    public static TheoryData<HistoryKind, string, string> Rows => new()
    {
        { HistoryKind.AuditEvents, "audit_events", "INSERT INTO audit_events (at, type, actor, ip, user_agent) SELECT {0}, 'x', 'server', '', '' FROM generate_series(1, {1})" },
        { HistoryKind.FeedEntries, "revocation_entries", "INSERT INTO revocation_entries (kind, subject, minimum_epoch, created_at, expires_at) SELECT 1, 'x', 0, {0}, {0} FROM generate_series(1, {1})" },
        { HistoryKind.Artefacts, "one_time_artefacts", "INSERT INTO one_time_artefacts (kind, hash, client_id, client_epoch, payload, created_at, expires_at, spent_at) SELECT 3, uuid_send(gen_random_uuid()), 'x', 1, '', {0}, {0}, {0} FROM generate_series(1, {1})" },
        { HistoryKind.ReplayIdentifiers, "replay_identifiers", "INSERT INTO replay_identifiers (kind, hash, expires_at) SELECT 1, uuid_send(gen_random_uuid()), {0} FROM generate_series(1, {1})" },
        { HistoryKind.LogoutDeliveries, "logout_deliveries", "INSERT INTO logout_deliveries (client_id, user_id, session_id, created_at, attempts) SELECT 'x', gen_random_uuid(), gen_random_uuid(), {0}, 1 FROM generate_series(1, {1})" },
        { HistoryKind.ActivityCounts, "activity_counts", "INSERT INTO activity_counts (minute, name, count) SELECT {0}, gen_random_uuid()::text, 1 FROM generate_series(1, {1})" },
        { HistoryKind.Incidents, "incidents", "INSERT INTO incidents (id, filter, note, actor, ip, user_agent, ends_sign_ins, created_at, state, matched, ended, position) SELECT gen_random_uuid(), '', '', '', '', '', true, {0}, 3, 0, 0, 0 FROM generate_series(1, {1})" },
        { HistoryKind.IdempotentAnswers, "idempotent_answers", "INSERT INTO idempotent_answers (key_hash, request_hash, created_at) SELECT uuid_send(gen_random_uuid()), uuid_send(gen_random_uuid()), {0} FROM generate_series(1, {1})" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Each_kind_goes_in_batches_when_it_is_old_enough(HistoryKind kind, string table, string insert)
    {
        await storage.Database.ExecuteAsync($"DELETE FROM {table}");
        await storage.Database.ExecuteAsync(string.Format(null, insert, "clock_timestamp() - interval '31 days'", 1_200));
        await storage.Database.ExecuteAsync(string.Format(null, insert, "clock_timestamp() - interval '29 days'", 7));

        var counts = new[] { await PruneAsync(), await PruneAsync(), await PruneAsync() };

        counts.Should().Equal(1_000, 200, 0);
        (await storage.Database.ReadAsync($"SELECT COUNT(*) FROM {table}", row => row.GetInt64(0))).Should().Equal(7);

        Task<int> PruneAsync() => History.PruneAsync(kind, Month, CancellationToken.None);
    }

    [Fact]
    public async Task What_is_still_to_be_done_stays_at_any_age()
    {
        await storage.Database.ExecuteAsync(
            """
            INSERT INTO logout_deliveries (client_id, user_id, session_id, created_at, next_attempt_at, attempts)
            VALUES ('waiting', gen_random_uuid(), gen_random_uuid(), clock_timestamp() - interval '1 year', clock_timestamp(), 3);
            INSERT INTO incidents (id, filter, note, actor, ip, user_agent, ends_sign_ins, created_at, state, matched, ended, position)
            VALUES (gen_random_uuid(), '', 'running', '', '', '', true, clock_timestamp() - interval '2 years', 1, 0, 0, 0),
                (gen_random_uuid(), '', 'stopped', '', '', '', true, clock_timestamp() - interval '2 years', 2, 0, 0, 0)
            """);

        await History.PruneAsync(HistoryKind.LogoutDeliveries, Month, CancellationToken.None);
        await History.PruneAsync(HistoryKind.Incidents, Month, CancellationToken.None);

        (await storage.Database.ReadAsync("SELECT client_id FROM logout_deliveries WHERE client_id = 'waiting'", row => row.GetString(0))).Should().HaveCount(1);
        (await storage.Database.ReadAsync("SELECT note FROM incidents WHERE note IN ('running', 'stopped')", row => row.GetString(0))).Should().HaveCount(2);
    }
}
