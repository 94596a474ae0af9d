using AuthServer.EntityFrameworkCore.Relational;

namespace AuthServer.EntityFrameworkCore.History;

/// <summary>
/// The statements of <see cref="RelationalHistory"/> in one database's dialect. Each deletes up to <see cref="RelationalHistory.BatchSize"/> rows that are older
/// than <c>@keep</c> seconds, passes over rows that another transaction holds, and returns how many it deleted.
/// </summary>
internal sealed record HistoryStatements
{
    public required Func<HistoryKind, string> Prune { get; init; }

    /// <summary>
    /// Looks at up to so many ended sign-ins, and deletes those under which no session is kept. Returns how many, and the last that it looked at when
    /// there may be more.
    /// </summary>
    public required string PruneSignIns { get; init; }

    private static int Most => RelationalHistory.BatchSize;

    public static HistoryStatements PostgreSql { get; } = new()
    {
        Prune = kind => kind == HistoryKind.EndedSessions ? PostgreSqlSessions : PostgreSqlRows(HistoryTable.Of(kind)),

        PruneSignIns = $"""
            WITH t AS MATERIALIZED (SELECT clock_timestamp() - make_interval(secs => @keep) AS before),
            examined AS MATERIALIZED (
                SELECT id, ended_at FROM sign_ins WHERE ended_at <= (SELECT before FROM t) AND (ended_at, id) > (@after, @after_id)
                ORDER BY ended_at, id LIMIT {Most}),
            due AS MATERIALIZED (
                SELECT i.id FROM sign_ins AS i
                WHERE i.id = ANY(ARRAY(SELECT id FROM examined)) AND NOT EXISTS (SELECT FROM sessions AS s WHERE s.sign_in_id = i.id)
                FOR UPDATE SKIP LOCKED),
            gone AS (DELETE FROM sign_ins AS d USING due WHERE d.id = due.id RETURNING d.id)
            SELECT (SELECT COUNT(*) FROM gone)::int, last.ended_at, last.id
            FROM (SELECT 1) AS one LEFT JOIN (SELECT ended_at, id FROM examined ORDER BY ended_at, id OFFSET {Most - 1}) AS last ON TRUE
            """,
    };

    // READPAST is refused under read committed snapshot unless the locks are asked for.
    public static HistoryStatements SqlServer { get; } = new()
    {
        Prune = kind => kind == HistoryKind.EndedSessions ? SqlServerSessions : SqlServerRows(HistoryTable.Of(kind)),

        PruneSignIns = $"""
            SET NOCOUNT ON; SET XACT_ABORT ON;
            DECLARE @examined TABLE (id uniqueidentifier, ended_at datetimeoffset);
            DECLARE @count int;
            INSERT INTO @examined
            SELECT TOP ({Most}) id, ended_at FROM sign_ins WITH (READPAST, READCOMMITTEDLOCK)
            WHERE ended_at <= {SqlServerBefore} AND (ended_at > @after OR (ended_at = @after AND id > @after_id))
            ORDER BY ended_at, id;
            DELETE d FROM sign_ins AS d WITH (UPDLOCK, READPAST, ROWLOCK, READCOMMITTEDLOCK)
            WHERE d.id IN (SELECT id FROM @examined) AND NOT EXISTS (SELECT 1 FROM sessions AS s WHERE s.sign_in_id = d.id);
            SET @count = @@ROWCOUNT;
            SELECT @count, last.ended_at, last.id
            FROM (SELECT 1 AS one) AS one
                LEFT JOIN (SELECT ended_at, id FROM @examined ORDER BY ended_at, id OFFSET {Most - 1} ROWS) AS last ON 1 = 1;
            """,
    };

    private static string SqlServerBefore => SqlServerInstants.After("SYSUTCDATETIME()", "-@keep");

    // Only what has ended: a session that is active, by whatever clock, is ended first, with all that belongs to an end.
    private static string PostgreSqlSessions => $"""
        WITH t AS MATERIALIZED (SELECT clock_timestamp() - make_interval(secs => @keep) AS before),
        due AS MATERIALIZED (
            SELECT id FROM sessions WHERE ended_at <= (SELECT before FROM t) ORDER BY ended_at, id LIMIT {Most} FOR UPDATE SKIP LOCKED),
        codes AS (DELETE FROM one_time_artefacts AS o USING due WHERE o.session_id = due.id),
        gone AS (DELETE FROM sessions AS d USING due WHERE d.id = due.id RETURNING d.id)
        SELECT COUNT(*)::int FROM gone
        """;

    private static string SqlServerSessions => $"""
        SET NOCOUNT ON; SET XACT_ABORT ON;
        DECLARE @gone TABLE (id uniqueidentifier);
        BEGIN TRANSACTION;
        WITH due AS (
            SELECT TOP ({Most}) * FROM sessions WITH (UPDLOCK, READPAST, ROWLOCK, READCOMMITTEDLOCK)
            WHERE ended_at <= {SqlServerBefore} ORDER BY ended_at, id)
        DELETE FROM due OUTPUT deleted.id INTO @gone;
        DELETE FROM one_time_artefacts WHERE session_id IN (SELECT id FROM @gone);
        COMMIT TRANSACTION;
        SELECT COUNT(*) FROM @gone;
        """;

    private static string PostgreSqlRows(HistoryTable table) => $"""
        WITH t AS MATERIALIZED (SELECT clock_timestamp() - make_interval(secs => @keep) AS before),
        due AS MATERIALIZED (
            SELECT {table.Key} FROM {table.Name} WHERE {table.Instant} <= (SELECT before FROM t){table.Condition}
            ORDER BY {table.Instant} LIMIT {Most} FOR UPDATE SKIP LOCKED),
        gone AS (DELETE FROM {table.Name} AS d USING due WHERE {table.Joined("d", "due")} RETURNING 1)
        SELECT COUNT(*)::int FROM gone
        """;

    private static string SqlServerRows(HistoryTable table) => $"""
        SET NOCOUNT ON;
        WITH due AS (
            SELECT TOP ({Most}) * FROM {table.Name} WITH (UPDLOCK, READPAST, ROWLOCK, READCOMMITTEDLOCK)
            WHERE {table.Instant} <= {SqlServerBefore}{table.Condition} ORDER BY {table.Instant})
        DELETE FROM due;
        SELECT @@ROWCOUNT;
        """;
}
