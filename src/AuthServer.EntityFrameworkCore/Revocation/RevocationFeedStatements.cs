namespace AuthServer.EntityFrameworkCore.Revocation;

/// <summary>
/// The statements of <see cref="RelationalRevocationFeed"/> in one database's dialect. A mark says what was visible at an instant: text that only the dialect
/// understands. Each page statement returns one row at least, whose first three columns are mark, database and clock; the others are an entry's or null.
/// </summary>
internal sealed record RevocationFeedStatements
{
    private const string PostgreSqlHistory = """
        (SELECT system_identifier FROM pg_control_system()) || '.' || (SELECT timeline_id FROM pg_control_checkpoint())
            || '.' || COALESCE((SELECT id::text FROM revocation_histories ORDER BY began_at DESC LIMIT 1), '')
        """;

    private const string SqlServerHistory = "COALESCE((SELECT TOP (1) CAST(id AS nvarchar(36)) FROM revocation_histories ORDER BY began_at DESC), N'')";

    /// <summary>All entries, in pages: <c>@after</c>, <c>@most</c>.</summary>
    public required string Everything { get; init; }

    /// <summary>What became visible after mark <c>@from</c>, up to mark <c>@to</c> (null: up to now), in pages: <c>@after</c>, <c>@most</c>.</summary>
    public required string News { get; init; }

    /// <summary>Whether anything became visible after mark <c>@from</c>, and the mark of now.</summary>
    public required string Look { get; init; }

    /// <summary>Adds a history of <c>@id</c>, the newest.</summary>
    public required string BeginHistory { get; init; }

    /// <summary>The first transaction or version that a mark cannot have seen; null when the text is no mark.</summary>
    public required Func<string, ulong?> EndOf { get; init; }

    /// <summary>
    /// Each entry carries the id of its transaction, and a mark is a snapshot: transactions under way when it was taken are named in it, so that each is seen
    /// once, when it has committed, however long another one is open. The history is told by cluster and timeline, which a failover and most restores change,
    /// and by what was begun after a restore.
    /// </summary>
    public static RevocationFeedStatements PostgreSql { get; } = new()
    {
        Everything = $"""
            WITH t AS MATERIALIZED (
                SELECT pg_current_snapshot() AS mark, clock_timestamp() AS now,
                    {PostgreSqlHistory} AS history)
            SELECT t.mark::text, t.history, t.now, e.id, e.kind, e.subject, e.minimum_epoch, e.created_at, e.expires_at
            FROM t LEFT JOIN LATERAL (
                SELECT * FROM revocation_entries WHERE id > @after AND expires_at > t.now ORDER BY id LIMIT @most) AS e ON TRUE
            ORDER BY e.id
            """,

        // Materialised, so that the few new rows are found by their transactions and then put in order; not the other way round.
        News = $"""
            WITH t AS MATERIALIZED (
                SELECT pg_current_snapshot() AS mark, clock_timestamp() AS now,
                    {PostgreSqlHistory} AS history),
            news AS MATERIALIZED (
                SELECT r.* FROM revocation_entries AS r, t
                WHERE r.transaction_id >= pg_snapshot_xmin(CAST(@from AS pg_snapshot))
                    AND NOT pg_visible_in_snapshot(r.transaction_id, CAST(@from AS pg_snapshot))
                    AND pg_visible_in_snapshot(r.transaction_id, COALESCE(CAST(@to AS pg_snapshot), t.mark))
                    AND r.id > @after AND r.expires_at > t.now)
            SELECT t.mark::text, t.history, t.now, e.id, e.kind, e.subject, e.minimum_epoch, e.created_at, e.expires_at
            FROM t LEFT JOIN (SELECT * FROM news ORDER BY id LIMIT @most) AS e ON TRUE
            ORDER BY e.id
            """,

        Look = """
            SELECT pg_current_snapshot()::text, EXISTS (
                SELECT FROM revocation_entries
                WHERE transaction_id >= pg_snapshot_xmin(CAST(@from AS pg_snapshot))
                    AND NOT pg_visible_in_snapshot(transaction_id, CAST(@from AS pg_snapshot))
                    AND pg_visible_in_snapshot(transaction_id, pg_current_snapshot()))
            """,

        BeginHistory = "INSERT INTO revocation_histories (id, began_at) VALUES (@id, clock_timestamp())",

        EndOf = SnapshotText.EndOf,
    };

    /// <summary>
    /// A mark is the lowest version that a transaction under way may still write, as 16 hexadecimal digits. Versions only grow, and a restored database goes on
    /// from an older one.
    /// </summary>
    public static RevocationFeedStatements SqlServer { get; } = new()
    {
        // The mark is read before the rows: what is written in between is delivered twice, and nothing never.
        Everything = $"""
            SET NOCOUNT ON;
            DECLARE @mark binary(8) = MIN_ACTIVE_ROWVERSION();
            WITH t AS (SELECT @mark AS mark, TODATETIMEOFFSET(SYSUTCDATETIME(), 0) AS now, {SqlServerHistory} AS history),
            e AS (
                SELECT TOP (@most) * FROM revocation_entries WHERE id > @after AND expires_at > SYSUTCDATETIME() ORDER BY id)
            SELECT CONVERT(char(16), t.mark, 2), t.history, t.now, e.id, e.kind, e.subject, e.minimum_epoch, e.created_at, e.expires_at
            FROM t LEFT JOIN e ON 1 = 1
            ORDER BY e.id;
            """,

        News = $"""
            SET NOCOUNT ON;
            DECLARE @mark binary(8) = MIN_ACTIVE_ROWVERSION();
            DECLARE @until binary(8) = COALESCE(CONVERT(binary(8), @to, 2), @mark);
            WITH t AS (SELECT @mark AS mark, TODATETIMEOFFSET(SYSUTCDATETIME(), 0) AS now, {SqlServerHistory} AS history),
            e AS (
                SELECT TOP (@most) * FROM revocation_entries
                WHERE row_version >= CONVERT(binary(8), @from, 2) AND row_version < @until AND id > @after AND expires_at > SYSUTCDATETIME()
                ORDER BY id)
            SELECT CONVERT(char(16), t.mark, 2), t.history, t.now, e.id, e.kind, e.subject, e.minimum_epoch, e.created_at, e.expires_at
            FROM t LEFT JOIN e ON 1 = 1
            ORDER BY e.id;
            """,

        Look = """
            SET NOCOUNT ON;
            DECLARE @mark binary(8) = MIN_ACTIVE_ROWVERSION();
            SELECT CONVERT(char(16), @mark, 2), CAST(CASE WHEN EXISTS (
                SELECT 1 FROM revocation_entries
                WHERE row_version >= CONVERT(binary(8), @from, 2) AND row_version < @mark) THEN 1 ELSE 0 END AS bit);
            """,

        BeginHistory = "INSERT INTO revocation_histories (id, began_at) VALUES (@id, SYSUTCDATETIME());",

        EndOf = RowVersionText.EndOf,
    };
}
