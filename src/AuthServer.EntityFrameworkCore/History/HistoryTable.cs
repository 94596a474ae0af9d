using AuthServer.Core.Incidents;

namespace AuthServer.EntityFrameworkCore.History;

/// <summary>A table whose rows go by an instant of their own.</summary>
/// <param name="Key">The columns of its primary key.</param>
/// <param name="Instant">The column that is held against the retention; it leads an index.</param>
/// <param name="Condition">What else must hold before a row goes.</param>
internal sealed record HistoryTable(string Name, string Key, string Instant, string Condition = "")
{
    public static HistoryTable Of(HistoryKind kind) => kind switch
    {
        HistoryKind.AuditEvents => new("audit_events", "id", "at"),
        HistoryKind.FeedEntries => new("revocation_entries", "id", "expires_at"),
        HistoryKind.Artefacts => new("one_time_artefacts", "kind, hash", "expires_at", " AND session_id IS NULL"),
        HistoryKind.ReplayIdentifiers => new("replay_identifiers", "kind, hash", "expires_at"),
        HistoryKind.LogoutDeliveries => new("logout_deliveries", "id", "created_at", " AND next_attempt_at IS NULL"),
        HistoryKind.ActivityCounts => new("activity_counts", "minute, name", "minute"),
        HistoryKind.Incidents => new("incidents", "id", "created_at", $" AND state NOT IN ({(short)IncidentState.Running}, {(short)IncidentState.Stopped})"),
        HistoryKind.IdempotentAnswers => new("idempotent_answers", "key_hash", "created_at"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public string Joined(string left, string right) => string.Join(" AND ", Key.Split(", ").Select(column => $"{left}.{column} = {right}.{column}"));
}
