using System.Text.RegularExpressions;
using AuthServer.EntityFrameworkCore.History;
using AuthServer.EntityFrameworkCore.Sessions;
using AuthServer.EntityFrameworkCore.SignIns;
using AuthServer.Storage.Tests.Storage;
using FluentAssertions;
using Npgsql;
using Xunit;

namespace AuthServer.Storage.Tests.Housekeeping;

/// <summary>What is due is found by an index, however many rows there are.</summary>
public sealed class HousekeepingPlanTests(PostgreSqlStorage storage) : IClassFixture<PostgreSqlStorage>
{
    private static readonly Dictionary<string, string> Values = new()
    {
        ["keep"] = "2592000.0",
        ["after"] = "timestamptz '2026-01-01'",
        ["after_id"] = "uuid '00000000-0000-0000-0000-000000000000'",
        ["after_day"] = "date '2026-01-01'",
        ["client_id"] = "'app'",
        ["idle_lifetime"] = "1209600.0",
        ["reason"] = "11::smallint",
        ["reason_name"] = "'idle_expired'",
        ["actor"] = "'server'",
        ["note"] = "NULL::text",
        ["ip"] = "''",
        ["user_agent"] = "''",
    };

    public static TheoryData<string, string> Statements => new()
    {
        { SessionExpiryStatements.PostgreSql.EndIdle, "ix_sessions_idle" },
        { SessionExpiryStatements.PostgreSql.EndPastAbsolute, "ix_sessions_absolute_expiry" },
        { PostgreSqlSignInStatements.All.EndExpired, "ix_sign_ins_expires_at" },
        { HistoryStatements.PostgreSql.PruneSignIns, "ix_sign_ins_ended_at_id" },
        { HistoryStatements.PostgreSql.PruneSignIns, "ix_sessions_sign_in_id" },
        { Prune(HistoryKind.EndedSessions), "ix_sessions_ended" },
        { Prune(HistoryKind.EndedSessions), "ix_one_time_artefacts_session_id" },
        { Prune(HistoryKind.AuditEvents), "ix_audit_events_at_id" },
        { Prune(HistoryKind.FeedEntries), "ix_revocation_entries_expires_at" },
        { Prune(HistoryKind.Artefacts), "ix_one_time_artefacts_expires_at" },
        { Prune(HistoryKind.ReplayIdentifiers), "ix_replay_identifiers_expires_at" },
        { Prune(HistoryKind.LogoutDeliveries), "ix_logout_deliveries_created_at" },
        { Prune(HistoryKind.ActivityCounts), "pk_activity_counts" },
        { Prune(HistoryKind.Incidents), "ix_incidents_created_at_id" },
        { Prune(HistoryKind.IdempotentAnswers), "ix_idempotent_answers_created_at" },
    };

    [Theory]
    [MemberData(nameof(Statements), DisableDiscoveryEnumeration = true)]
    public async Task A_sweep_needs_no_look_at_every_row(string statement, string index)
    {
        await using var connection = new NpgsqlConnection(storage.Database.ConnectionString);
        await connection.OpenAsync();

        // Most have been delivered, which the statistics must say.
        await storage.Database.ExecuteAsync(
            """
            INSERT INTO logout_deliveries (client_id, user_id, session_id, created_at, attempts)
            SELECT 'app', gen_random_uuid(), gen_random_uuid(), clock_timestamp() - interval '1 minute' * n, 1 FROM generate_series(1, 2000) AS n;
            ANALYZE logout_deliveries
            """);
        await using var command = new NpgsqlCommand(
            "SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; EXPLAIN "
            + Regex.Replace(statement, @"@(\w+)", match => Values[match.Groups[1].Value]),
            connection);
        await using var reader = await command.ExecuteReaderAsync();
        var plan = new List<string>();
        while (await reader.ReadAsync())
        {
            plan.Add(reader.GetString(0));
        }

        plan.Should().Contain(line => line.Contains($"using {index} on ", StringComparison.Ordinal), string.Join('\n', plan));
        plan.Should().NotContain(line => Regex.IsMatch(line, @"Seq Scan on (?!clients|t\b|due|s\b|i\b|o\b|examined|gone)"), string.Join('\n', plan));
    }

    private static string Prune(HistoryKind kind) => HistoryStatements.PostgreSql.Prune(kind);
}
