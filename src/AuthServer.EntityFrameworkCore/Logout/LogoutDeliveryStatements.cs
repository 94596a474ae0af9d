using static AuthServer.EntityFrameworkCore.Relational.SqlServerInstants;

namespace AuthServer.EntityFrameworkCore.Logout;

/// <summary>
/// The statements of <see cref="RelationalLogoutDeliveryStore"/> in one database's dialect. Parameters have the same names in both; durations are seconds.
/// </summary>
internal sealed record LogoutDeliveryStatements
{
    /// <summary>Takes what is due and nobody else holds: counts the attempt, and moves the next one behind the lease. Returns what was taken.</summary>
    public required string Take { get; init; }

    public required string MarkDelivered { get; init; }

    /// <summary>Has no effect once another attempt was counted.</summary>
    public required string MarkFailed { get; init; }

    // The instant is read once, in a query of its own: compared with the volatile function itself, the index would be of no use.
    public static LogoutDeliveryStatements PostgreSql { get; } = new()
    {
        Take = """
            WITH t AS MATERIALIZED (SELECT clock_timestamp() AS now),
            due AS (
                SELECT id FROM logout_deliveries WHERE next_attempt_at <= (SELECT now FROM t)
                ORDER BY next_attempt_at LIMIT @most FOR UPDATE SKIP LOCKED)
            UPDATE logout_deliveries AS d SET attempts = d.attempts + 1, next_attempt_at = clock_timestamp() + make_interval(secs => @lease)
            FROM due WHERE d.id = due.id
            RETURNING d.id, d.client_id, d.user_id, d.session_id, d.attempts
            """,

        MarkDelivered = """
            UPDATE logout_deliveries SET delivered_at = clock_timestamp(), next_attempt_at = NULL, last_error = NULL
            WHERE id = @id AND delivered_at IS NULL
            """,

        MarkFailed = """
            UPDATE logout_deliveries SET next_attempt_at = clock_timestamp() + make_interval(secs => @pause), last_error = @error
            WHERE id = @id AND attempts = @attempts AND delivered_at IS NULL
            """,
    };

    // READPAST is refused under read committed snapshot unless the locks are asked for.
    public static LogoutDeliveryStatements SqlServer { get; } = new()
    {
        Take = $"""
            WITH due AS (
                SELECT TOP (@most) * FROM logout_deliveries WITH (UPDLOCK, READPAST, ROWLOCK, READCOMMITTEDLOCK)
                WHERE next_attempt_at <= SYSUTCDATETIME() ORDER BY next_attempt_at)
            UPDATE due SET attempts = attempts + 1, next_attempt_at = {After("SYSUTCDATETIME()", "@lease")}
            OUTPUT inserted.id, inserted.client_id, inserted.user_id, inserted.session_id, inserted.attempts;
            """,

        MarkDelivered = """
            UPDATE logout_deliveries SET delivered_at = SYSUTCDATETIME(), next_attempt_at = NULL, last_error = NULL
            WHERE id = @id AND delivered_at IS NULL;
            """,

        MarkFailed = $"""
            UPDATE logout_deliveries SET next_attempt_at = {After("SYSUTCDATETIME()", "@pause")}, last_error = @error
            WHERE id = @id AND attempts = @attempts AND delivered_at IS NULL;
            """,
    };
}
