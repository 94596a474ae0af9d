using AuthServer.Core.Audit;
using AuthServer.EntityFrameworkCore.Logout;

namespace AuthServer.EntityFrameworkCore.Sessions;

/// <summary>PostgreSQL: what the end of sessions writes beside their rows, in the same statement.</summary>
internal static class PostgreSqlSessionEnd
{
    private const string Now = "clock_timestamp()";

    private const string Feed = """
        f AS (
            INSERT INTO revocation_entries (kind, subject, minimum_epoch, created_at, expires_at)
            SELECT 1, s.id::text, 0, s.ended_at, s.ended_at + make_interval(secs => @feed_retention) FROM s),
        """;

    private static readonly string Messages = $"""
        l AS (
            {LogoutMessages.Of("s")}),
        """;

    /// <summary>Ends the session that meets the conditions.</summary>
    public static string One(string conditions) => $"""
        WITH s AS (
            UPDATE sessions SET ended_at = {Now}, end_reason = @reason, ended_by = @actor
            WHERE {conditions}
            RETURNING *),
        {Feed}
        {Messages}
        {Audit("@generation_distance")}
        SELECT id FROM s
        """;

    /// <summary>Ends the active sessions that meet the conditions, and locks them in id order.</summary>
    /// <param name="inFeed">False when one entry of an owner covers them all.</param>
    public static string Many(string conditions, bool inFeed, string limit = "") => $"""
        WITH due AS (
            SELECT id FROM sessions WHERE {conditions} AND ended_at IS NULL
            ORDER BY id{limit} FOR UPDATE),
        s AS (
            UPDATE sessions SET ended_at = {Now}, end_reason = @reason, ended_by = @actor
            FROM due WHERE sessions.id = due.id AND ended_at IS NULL
            RETURNING sessions.*),
        {(inFeed ? Feed : "")}
        {Messages}
        {Audit("NULL::bigint")}
        SELECT id FROM s
        """;

    /// <summary>Ends what <c>due</c> has locked, if the conditions still are met; the access tokens run out by themselves. Goes on with the rows as <c>s</c>.</summary>
    public static string OfDue(string conditions) => $"""
        s AS (
            UPDATE sessions SET ended_at = {Now}, end_reason = @reason, ended_by = @actor
            FROM due WHERE sessions.id = due.id AND {conditions}
            RETURNING sessions.*),
        {Messages}
        {Audit("NULL::bigint")}
        """;

    private static string Audit(string distance) => $"""
        a AS (
            INSERT INTO audit_events (at, type, actor, session_id, user_id, client_id, reason, detail, ip, user_agent, generation_distance)
            SELECT s.ended_at, '{AuditEventTypes.SessionEnded}', @actor, s.id, s.user_id, s.client_id, @reason_name, @note, @ip, @user_agent, {distance} FROM s)
        """;
}
