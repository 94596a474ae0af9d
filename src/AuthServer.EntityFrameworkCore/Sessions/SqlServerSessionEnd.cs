using AuthServer.Core.Audit;
using AuthServer.EntityFrameworkCore.Logout;
using AuthServer.EntityFrameworkCore.Relational;

namespace AuthServer.EntityFrameworkCore.Sessions;

/// <summary>SQL Server: what the end of sessions writes beside their rows, in the same batch and transaction.</summary>
internal static class SqlServerSessionEnd
{
    private const string Now = "SYSUTCDATETIME()";

    public const string Begin = """
        SET NOCOUNT ON; SET XACT_ABORT ON;
        DECLARE @ended TABLE (id uniqueidentifier, user_id uniqueidentifier, client_id nvarchar(128) COLLATE Latin1_General_100_BIN2, ended_at datetimeoffset);
        BEGIN TRANSACTION;
        """;

    public const string Output = "OUTPUT inserted.id, inserted.user_id, inserted.client_id, inserted.ended_at INTO @ended";

    private static readonly string Feed = $"""
        INSERT INTO revocation_entries (kind, subject, minimum_epoch, created_at, expires_at)
        SELECT 1, LOWER(CONVERT(char(36), e.id)), 0, e.ended_at, {SqlServerInstants.After("e.ended_at", "@feed_retention")} FROM @ended AS e;
        """;

    /// <summary>Ends the session that meets the conditions.</summary>
    public static string One(string conditions) => $"""
        {Begin}
        UPDATE sessions SET ended_at = {Now}, end_reason = @reason, ended_by = @actor
        {Output}
        WHERE {conditions};
        {Feed}
        {Rest("@generation_distance")}
        """;

    /// <summary>Ends the active sessions that meet the conditions.</summary>
    /// <param name="inFeed">False when one entry of an owner covers them all.</param>
    public static string Many(string conditions, bool inFeed, string top = "TOP (500) ") => $"""
        {Begin}
        WITH due AS (
            SELECT {top}* FROM sessions WITH (UPDLOCK) WHERE {conditions} AND ended_at IS NULL{(top.Length > 0 ? " ORDER BY id" : "")})
        UPDATE due SET ended_at = {Now}, end_reason = @reason, ended_by = @actor
        {Output};
        {(inFeed ? Feed : "")}
        {Rest("NULL")}
        """;

    /// <summary>What follows when the rows were written.</summary>
    /// <param name="result">What the batch returns.</param>
    public static string Rest(string distance, string result = "SELECT id FROM @ended;") => $"""
        {LogoutMessages.Of("@ended")};
        INSERT INTO audit_events (at, type, actor, session_id, user_id, client_id, reason, detail, ip, user_agent, generation_distance)
        SELECT e.ended_at, '{AuditEventTypes.SessionEnded}', @actor, e.id, e.user_id, e.client_id, @reason_name, @note, @ip, @user_agent, {distance}
        FROM @ended AS e;
        COMMIT TRANSACTION;
        {result}
        """;
}
