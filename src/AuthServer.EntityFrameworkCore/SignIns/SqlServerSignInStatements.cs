using AuthServer.Core.Audit;
using static AuthServer.EntityFrameworkCore.Relational.SqlServerInstants;

namespace AuthServer.EntityFrameworkCore.SignIns;

/// <summary>SQL Server. What writes to several tables is one batch in one transaction.</summary>
internal static class SqlServerSignInStatements
{
    private const string Now = "SYSUTCDATETIME()";

    private const string BeginEnd = """
        SET NOCOUNT ON; SET XACT_ABORT ON;
        DECLARE @ended TABLE (id uniqueidentifier, user_id uniqueidentifier, ended_at datetimeoffset);
        BEGIN TRANSACTION;
        """;

    private const string FinishEnd = $"""
        INSERT INTO audit_events (at, type, actor, user_id, reason, detail, ip, user_agent)
        SELECT e.ended_at, '{AuditEventTypes.SignInEnded}', @actor, e.user_id, @reason_name, @note, @ip, @user_agent FROM @ended AS e;
        COMMIT TRANSACTION;
        SELECT id FROM @ended;
        """;

    public static readonly SignInStatements All = new()
    {
        Create = $"""
            SET NOCOUNT ON; SET XACT_ABORT ON;
            DECLARE @now datetimeoffset, @may int = 0;
            BEGIN TRANSACTION;
            SELECT @may = 1 FROM users WITH (REPEATABLEREAD, READCOMMITTEDLOCK)
            WHERE id = @user_id AND epoch = @user_epoch AND disabled = 0 AND (lockout_end IS NULL OR lockout_end <= {Now});
            SET @now = {Now};
            IF @may = 1
            BEGIN
                INSERT INTO sign_ins (
                    id, user_id, user_epoch, created_at, authenticated_at, acr, amr, expires_at, last_seen_at, created_ip, created_address,
                    created_user_agent)
                VALUES (@id, @user_id, @user_epoch, @now, @now, @acr, @amr, {After("@now", "@lifetime")}, @now, @ip, @address, @user_agent);
                INSERT INTO audit_events (at, type, actor, user_id, ip, user_agent)
                VALUES (@now, '{AuditEventTypes.SignInCreated}', CONCAT('user:', LOWER(CONVERT(char(36), @user_id))), @user_id, @ip, @user_agent);
            END;
            COMMIT TRANSACTION;
            SELECT {SignInColumns.List("i", "i.created_at")}
            FROM sign_ins AS i JOIN users AS u ON u.id = i.user_id
            WHERE i.id = @id AND @may = 1;
            """,

        Find = $"""
            SELECT {SignInColumns.List("i", $"CAST({Now} AS datetimeoffset)")}
            FROM sign_ins AS i LEFT JOIN users AS u ON u.id = i.user_id
            WHERE i.id = @id;
            """,

        Raise = $"""
            UPDATE i SET authenticated_at = {Now}, acr = @acr, amr = @amr, last_seen_at = {Now}
            OUTPUT {SignInColumns.List("inserted", "inserted.authenticated_at")}
            FROM sign_ins AS i CROSS JOIN users AS u
            WHERE i.id = @id AND i.ended_at IS NULL AND i.expires_at > {Now} AND u.id = i.user_id AND u.epoch = i.user_epoch AND u.disabled = 0;
            """,

        NoteSeen = $"""
            UPDATE sign_ins SET last_seen_at = {Now}
            OUTPUT inserted.id
            WHERE id = @id AND ended_at IS NULL AND {After("last_seen_at", "@pause")} <= {Now};
            """,

        End = $"""
            {BeginEnd}
            UPDATE sign_ins SET ended_at = {Now}, end_reason = @reason, ended_by = @actor
            OUTPUT inserted.id, inserted.user_id, inserted.ended_at INTO @ended
            WHERE id = @id AND ended_at IS NULL;
            {FinishEnd}
            """,

        EndOfSessions = Many(
            "id IN (SELECT sign_in_id FROM sessions WHERE id IN (SELECT CAST(value AS uniqueidentifier) FROM OPENJSON(@ids)) AND ended_at IS NULL)"),

        EndChosen = Many("id IN (SELECT CAST(value AS uniqueidentifier) FROM OPENJSON(@ids))"),

        MarkEndedOfUser = Many("user_id = @user_id AND user_epoch < @epoch", top: "TOP (500) "),

        EndExpired = $"""
            {BeginEnd}
            WITH due AS (
                SELECT TOP (500) * FROM sign_ins WITH (UPDLOCK, READPAST, ROWLOCK, READCOMMITTEDLOCK)
                WHERE expires_at <= {Now} AND ended_at IS NULL ORDER BY expires_at)
            UPDATE due SET ended_at = {Now}, end_reason = @reason, ended_by = @actor
            OUTPUT inserted.id, inserted.user_id, inserted.ended_at INTO @ended;
            {FinishEnd}
            """,
    };

    /// <summary>Ends the active sign-ins that meet the conditions.</summary>
    private static string Many(string conditions, string top = "") => $"""
        {BeginEnd}
        WITH due AS (
            SELECT {top}* FROM sign_ins WITH (UPDLOCK)
            WHERE {conditions} AND ended_at IS NULL{(top.Length > 0 ? " ORDER BY id" : "")})
        UPDATE due SET ended_at = {Now}, end_reason = @reason, ended_by = @actor
        OUTPUT inserted.id, inserted.user_id, inserted.ended_at INTO @ended;
        {FinishEnd}
        """;
}
