using AuthServer.EntityFrameworkCore.Relational;

namespace AuthServer.EntityFrameworkCore.Sessions;

/// <summary>
/// The statements of <see cref="RelationalSessionExpiry"/> in one database's dialect. Parameters have the same names in both; durations are seconds. They pass
/// over rows that another transaction holds, and the expiry stands in the condition of the write too: a refresh that came first has moved it.
/// </summary>
internal sealed record SessionExpiryStatements
{
    private const string PostgreSqlNow = "clock_timestamp()";

    private const string SqlServerNow = "SYSUTCDATETIME()";

    /// <summary>Returns each client's id and idle lifetime.</summary>
    public const string ListIdleLimits = "SELECT id, session_idle_lifetime FROM clients ORDER BY id";

    /// <summary>
    /// Looks at up to 500 of a client's active sessions that were last used on the day on which those that expire now were, or before; ends those past
    /// their idle expiry. Returns the day and id of each that it looked at, in that order, and whether it has ended.
    /// </summary>
    public required string EndIdle { get; init; }

    /// <summary>
    /// Ends up to 500 sessions past their absolute expiry; returns their ids. In the order of their expiry, for the index: a statement that passes over
    /// what others hold waits for nobody, and so cannot be part of a deadlock.
    /// </summary>
    public required string EndPastAbsolute { get; init; }

    // The instant is read once, in a query of its own: compared with the volatile function itself, the indexes would be of no use.
    public static SessionExpiryStatements PostgreSql { get; } = new()
    {
        EndIdle = $"""
            WITH t AS MATERIALIZED (SELECT {PostgreSqlNow} AS now),
            examined AS MATERIALIZED (
                SELECT id, last_used_on, idle_expires_at FROM sessions
                WHERE client_id = @client_id AND ended_at IS NULL
                    AND last_used_on <= (SELECT ((now - make_interval(secs => @idle_lifetime)) AT TIME ZONE 'UTC')::date FROM t)
                    AND (last_used_on, id) > (@after_day, @after_id)
                ORDER BY last_used_on, id LIMIT 500),
            due AS MATERIALIZED (
                SELECT id FROM sessions
                WHERE id = ANY(ARRAY(SELECT id FROM examined WHERE idle_expires_at <= (SELECT now FROM t))) AND {Idle(PostgreSqlNow)}
                ORDER BY id FOR UPDATE SKIP LOCKED),
            {PostgreSqlSessionEnd.OfDue(Idle(PostgreSqlNow))}
            SELECT examined.last_used_on, examined.id, s.id IS NOT NULL FROM examined LEFT JOIN s ON s.id = examined.id
            ORDER BY examined.last_used_on, examined.id
            """,

        EndPastAbsolute = $"""
            WITH t AS MATERIALIZED (SELECT {PostgreSqlNow} AS now),
            due AS MATERIALIZED (
                SELECT id FROM sessions WHERE absolute_expires_at <= (SELECT now FROM t) AND ended_at IS NULL
                ORDER BY absolute_expires_at LIMIT 500 FOR UPDATE SKIP LOCKED),
            {PostgreSqlSessionEnd.OfDue($"ended_at IS NULL AND absolute_expires_at <= {PostgreSqlNow}")}
            SELECT id FROM s
            """,
    };

    // READPAST is refused under read committed snapshot unless the locks are asked for.
    public static SessionExpiryStatements SqlServer { get; } = new()
    {
        EndIdle = $"""
            {SqlServerSessionEnd.Begin}
            DECLARE @examined TABLE (id uniqueidentifier, last_used_on date);
            INSERT INTO @examined
            SELECT TOP (500) id, last_used_on FROM sessions WITH (READPAST, READCOMMITTEDLOCK)
            WHERE client_id = @client_id AND ended_at IS NULL
                AND last_used_on <= CAST({SqlServerInstants.After(SqlServerNow, "-@idle_lifetime")} AS date)
                AND (last_used_on > @after_day OR (last_used_on = @after_day AND id > @after_id))
            ORDER BY last_used_on, id;
            UPDATE s SET ended_at = {SqlServerNow}, end_reason = @reason, ended_by = @actor
            {SqlServerSessionEnd.Output}
            FROM sessions AS s WITH (UPDLOCK, READPAST, ROWLOCK, READCOMMITTEDLOCK)
            WHERE s.id IN (SELECT id FROM @examined) AND {Idle(SqlServerNow)};
            {SqlServerSessionEnd.Rest(
                "NULL",
                """
                SELECT x.last_used_on, x.id, CAST(CASE WHEN e.id IS NULL THEN 0 ELSE 1 END AS bit)
                FROM @examined AS x LEFT JOIN @ended AS e ON e.id = x.id ORDER BY x.last_used_on, x.id;
                """)}
            """,

        EndPastAbsolute = $"""
            {SqlServerSessionEnd.Begin}
            WITH due AS (
                SELECT TOP (500) * FROM sessions WITH (UPDLOCK, READPAST, ROWLOCK, READCOMMITTEDLOCK)
                WHERE absolute_expires_at <= {SqlServerNow} AND ended_at IS NULL ORDER BY absolute_expires_at)
            UPDATE due SET ended_at = {SqlServerNow}, end_reason = @reason, ended_by = @actor
            {SqlServerSessionEnd.Output};
            {SqlServerSessionEnd.Rest("NULL")}
            """,
    };

    /// <summary>One that has passed its absolute expiry as well ended by that.</summary>
    private static string Idle(string now) => $"ended_at IS NULL AND idle_expires_at <= {now} AND absolute_expires_at > {now}";
}
