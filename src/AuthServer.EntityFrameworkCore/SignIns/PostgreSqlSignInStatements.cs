using AuthServer.Core.Audit;

namespace AuthServer.EntityFrameworkCore.SignIns;

/// <summary>PostgreSQL. Each is one statement; <c>clock_timestamp()</c> is read while it runs, after any wait for a lock.</summary>
internal static class PostgreSqlSignInStatements
{
    private const string Now = "clock_timestamp()";

    private const string AuditOfEnd = $"""
        a AS (
            INSERT INTO audit_events (at, type, actor, user_id, reason, detail, ip, user_agent)
            SELECT i.ended_at, '{AuditEventTypes.SignInEnded}', @actor, i.user_id, @reason_name, @note, @ip, @user_agent FROM i)
        """;

    public static readonly SignInStatements All = new()
    {
        Create = $"""
            WITH u AS (
                SELECT * FROM users
                WHERE id = @user_id AND epoch = @user_epoch AND NOT disabled AND (lockout_end IS NULL OR lockout_end <= {Now})
                FOR SHARE),
            t AS MATERIALIZED (SELECT {Now} AS now FROM u),
            i AS (
                INSERT INTO sign_ins (
                    id, user_id, user_epoch, created_at, authenticated_at, acr, amr, expires_at, last_seen_at, created_ip, created_address,
                    created_user_agent)
                SELECT @id, u.id, u.epoch, t.now, t.now, @acr, @amr, t.now + make_interval(secs => @lifetime), t.now, @ip, @address, @user_agent
                FROM u, t
                RETURNING *),
            a AS (
                INSERT INTO audit_events (at, type, actor, user_id, ip, user_agent)
                SELECT i.created_at, '{AuditEventTypes.SignInCreated}', 'user:' || i.user_id, i.user_id, @ip, @user_agent FROM i)
            SELECT {SignInColumns.List("i", "i.created_at")} FROM i, u
            """,

        Find = $"""
            SELECT {SignInColumns.List("i", Now)}
            FROM sign_ins AS i LEFT JOIN users AS u ON u.id = i.user_id
            WHERE i.id = @id
            """,

        Raise = $"""
            UPDATE sign_ins AS i SET authenticated_at = {Now}, acr = @acr, amr = @amr, last_seen_at = {Now}
            FROM users AS u
            WHERE i.id = @id AND i.ended_at IS NULL AND i.expires_at > {Now} AND u.id = i.user_id AND u.epoch = i.user_epoch AND NOT u.disabled
            RETURNING {SignInColumns.List("i", "i.authenticated_at")}
            """,

        NoteSeen = $"""
            UPDATE sign_ins SET last_seen_at = {Now}
            WHERE id = @id AND ended_at IS NULL AND last_seen_at <= {Now} - make_interval(secs => @pause)
            RETURNING id
            """,

        End = $"""
            WITH i AS (
                UPDATE sign_ins SET ended_at = {Now}, end_reason = @reason, ended_by = @actor
                WHERE id = @id AND ended_at IS NULL
                RETURNING *),
            {AuditOfEnd}
            SELECT id FROM i
            """,

        EndOfSessions = Many("id IN (SELECT sign_in_id FROM sessions WHERE id = ANY(@ids) AND ended_at IS NULL)"),

        EndChosen = Many("id = ANY(@ids)"),

        MarkEndedOfUser = Many("user_id = @user_id AND user_epoch < @epoch", limit: " LIMIT 500"),

        EndExpired = $"""
            WITH t AS MATERIALIZED (SELECT {Now} AS now),
            due AS MATERIALIZED (
                SELECT id FROM sign_ins WHERE expires_at <= (SELECT now FROM t) AND ended_at IS NULL
                ORDER BY expires_at LIMIT 500 FOR UPDATE SKIP LOCKED),
            i AS (
                UPDATE sign_ins SET ended_at = {Now}, end_reason = @reason, ended_by = @actor
                FROM due WHERE sign_ins.id = due.id AND sign_ins.expires_at <= {Now} AND ended_at IS NULL
                RETURNING sign_ins.*),
            {AuditOfEnd}
            SELECT id FROM i
            """,
    };

    /// <summary>Ends the active sign-ins that meet the conditions, and locks them in id order.</summary>
    private static string Many(string conditions, string limit = "") => $"""
        WITH due AS (
            SELECT id FROM sign_ins WHERE {conditions} AND ended_at IS NULL
            ORDER BY id{limit} FOR UPDATE),
        i AS (
            UPDATE sign_ins SET ended_at = {Now}, end_reason = @reason, ended_by = @actor
            FROM due WHERE sign_ins.id = due.id AND ended_at IS NULL
            RETURNING sign_ins.*),
        {AuditOfEnd}
        SELECT id FROM i
        """;
}
