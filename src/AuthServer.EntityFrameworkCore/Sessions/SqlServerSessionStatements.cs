using AuthServer.Core.Audit;

namespace AuthServer.EntityFrameworkCore.Sessions;

/// <summary>
/// SQL Server. The conditional updates are one statement with <c>OUTPUT</c>; what writes to several tables is one batch in one transaction.
/// </summary>
internal static class SqlServerSessionStatements
{
    private const string Now = "SYSUTCDATETIME()";

    private const string OwnersAreAsSeen = """
        u.id = s.user_id AND u.epoch = s.user_epoch AND u.disabled = 0
            AND c.id = s.client_id AND c.epoch = s.client_epoch AND c.disabled = 0 AND c.version = @client_version
        """;

    private const string PresenterMayHaveIt = $"""
        s.client_id = @client_id
            AND (s.proof_key_thumbprint IS NULL OR s.proof_key_thumbprint = @proof_key_thumbprint)
            AND s.ended_at IS NULL AND s.idle_expires_at > {Now} AND s.absolute_expires_at > {Now}
            AND {OwnersAreAsSeen}
        """;

    private const string RetryIsForeign = "(s.last_network <> @network OR s.last_user_agent <> @user_agent)";

    // Durations are seconds with fractions; DATEADD takes whole numbers, and milliseconds of 90 days do not fit its int.
    private static readonly string IdleExpiry = After(Now, "@idle_lifetime");

    public static readonly SessionStatements All = new()
    {
        Create = $"""
            SET NOCOUNT ON; SET XACT_ABORT ON;
            DECLARE @now datetimeoffset = {Now}, @created int = 0;
            BEGIN TRANSACTION;
            INSERT INTO sessions (
                id, user_id, user_epoch, client_id, client_epoch, scopes, audiences, created_at, authenticated_at, acr, amr,
                generation, token_hash, key_id, rotated_at, retries, retry_streak, foreign_retry,
                idle_expires_at, absolute_expires_at, proof_key_thumbprint,
                created_ip, created_user_agent, last_ip, last_network, last_user_agent, last_used_at, last_used_on)
            SELECT @id, u.id, u.epoch, c.id, c.epoch, @scopes, @audiences, @now, @now, @acr, @amr,
                0, @token_hash, @key_id, @now, 0, 0, 0,
                {After("@now", "CASE WHEN @idle_lifetime < @absolute_lifetime THEN @idle_lifetime ELSE @absolute_lifetime END")},
                {After("@now", "@absolute_lifetime")}, @proof_key_thumbprint,
                @ip, @user_agent, @ip, @network, @user_agent, @now, CAST(@now AS date)
            FROM users AS u WITH (REPEATABLEREAD, READCOMMITTEDLOCK)
            CROSS JOIN clients AS c WITH (REPEATABLEREAD, READCOMMITTEDLOCK)
            WHERE u.id = @user_id AND u.epoch = @user_epoch AND u.disabled = 0 AND (u.lockout_end IS NULL OR u.lockout_end <= @now)
                AND c.id = @client_id AND c.epoch = @client_epoch AND c.version = @client_version AND c.disabled = 0;
            SET @created = @@ROWCOUNT;
            IF @created = 1
                INSERT INTO audit_events (at, type, actor, session_id, user_id, client_id, ip, user_agent)
                VALUES (@now, '{AuditEventTypes.SessionCreated}', CONCAT('user:', LOWER(CONVERT(char(36), @user_id))), @id, @user_id, @client_id, @ip, @user_agent);
            COMMIT TRANSACTION;
            SELECT {SessionColumns.List("s", "s.created_at")}
            FROM sessions AS s JOIN users AS u ON u.id = s.user_id JOIN clients AS c ON c.id = s.client_id
            WHERE s.id = @id AND @created = 1;
            """,

        Rotate = $"""
            UPDATE s SET
                generation = s.generation + 1, token_hash = @successor_hash, predecessor_hash = s.token_hash, salt = @salt, key_id = @key_id,
                rotated_at = {Now}, retries = 0, retry_streak = CASE WHEN s.foreign_retry = 1 THEN s.retry_streak ELSE 0 END, foreign_retry = 0,
                idle_expires_at = CASE WHEN {IdleExpiry} < s.absolute_expires_at THEN {IdleExpiry} ELSE s.absolute_expires_at END,
                last_ip = @ip, last_network = @network, last_user_agent = @user_agent,
                last_used_at = {Now}, last_used_on = CAST({Now} AS date)
            OUTPUT {SessionColumns.List("inserted", "inserted.rotated_at")}
            FROM sessions AS s CROSS JOIN users AS u CROSS JOIN clients AS c
            WHERE s.id = @id AND s.generation = @generation AND s.token_hash = @presented_hash AND {PresenterMayHaveIt};
            """,

        Retry = $"""
            UPDATE s SET
                retries = s.retries + 1,
                retry_streak = s.retry_streak + CASE WHEN {RetryIsForeign} AND s.foreign_retry = 0 THEN 1 ELSE 0 END,
                foreign_retry = CASE WHEN s.foreign_retry = 1 OR {RetryIsForeign} THEN 1 ELSE 0 END,
                last_used_at = {Now}
            OUTPUT {SessionColumns.List("inserted", "inserted.last_used_at")}
            FROM sessions AS s CROSS JOIN users AS u CROSS JOIN clients AS c
            WHERE s.id = @id AND s.generation = @generation + 1 AND s.predecessor_hash = @presented_hash AND {PresenterMayHaveIt}
                AND s.retries < @retry_limit
                AND s.retry_streak - CASE WHEN s.foreign_retry = 1 THEN 1 ELSE 0 END < @foreign_retry_limit
                AND ((s.proof_key_thumbprint IS NULL AND (@window IS NULL OR {After("s.rotated_at", "@window")} > {Now}))
                    OR (s.proof_key_thumbprint IS NOT NULL AND (@bound_window IS NULL OR {After("s.rotated_at", "@bound_window")} > {Now})));
            """,

        Find = $"""
            SELECT {SessionColumns.List("s", $"CAST({Now} AS datetimeoffset)")}
            FROM sessions AS s LEFT JOIN users AS u ON u.id = s.user_id LEFT JOIN clients AS c ON c.id = s.client_id
            WHERE s.id = @id;
            """,

        End = $"""
            SET NOCOUNT ON; SET XACT_ABORT ON;
            DECLARE @ended TABLE (id uniqueidentifier, user_id uniqueidentifier, client_id nvarchar(128), ended_at datetimeoffset);
            BEGIN TRANSACTION;
            UPDATE sessions SET ended_at = {Now}, end_reason = @reason, ended_by = @actor
            OUTPUT inserted.id, inserted.user_id, inserted.client_id, inserted.ended_at INTO @ended
            WHERE id = @id AND ended_at IS NULL
                AND (@only_of_client IS NULL OR client_id = @only_of_client)
                AND (@only_if_expired = 0 OR idle_expires_at <= {Now} OR absolute_expires_at <= {Now});
            INSERT INTO revocation_entries (kind, subject, minimum_epoch, created_at, expires_at)
            SELECT 1, LOWER(CONVERT(char(36), e.id)), 0, e.ended_at, {After("e.ended_at", "@feed_retention")} FROM @ended AS e;
            INSERT INTO audit_events (at, type, actor, session_id, user_id, client_id, reason, ip, user_agent, generation_distance)
            SELECT e.ended_at, '{AuditEventTypes.SessionEnded}', @actor, e.id, e.user_id, e.client_id, @reason_name, @ip, @user_agent, @generation_distance
            FROM @ended AS e;
            COMMIT TRANSACTION;
            SELECT id FROM @ended;
            """,

        RaiseUserEpoch = $"""
            SET NOCOUNT ON; SET XACT_ABORT ON;
            DECLARE @raised TABLE (id uniqueidentifier, epoch int);
            BEGIN TRANSACTION;
            UPDATE users SET epoch = epoch + 1, epoch_reason = @reason OUTPUT inserted.id, inserted.epoch INTO @raised WHERE id = @user_id;
            INSERT INTO revocation_entries (kind, subject, minimum_epoch, created_at, expires_at)
            SELECT 2, LOWER(CONVERT(char(36), r.id)), r.epoch, {Now}, {After(Now, "@feed_retention")} FROM @raised AS r;
            INSERT INTO audit_events (at, type, actor, user_id, reason, ip, user_agent)
            SELECT {Now}, '{AuditEventTypes.UserSessionsEnded}', @actor, r.id, @reason_name, @ip, @user_agent FROM @raised AS r;
            COMMIT TRANSACTION;
            SELECT epoch FROM @raised;
            """,

        MarkEndedOfUser = $"""
            SET NOCOUNT ON; SET XACT_ABORT ON;
            DECLARE @ended TABLE (id uniqueidentifier, user_id uniqueidentifier, client_id nvarchar(128), ended_at datetimeoffset);
            BEGIN TRANSACTION;
            WITH due AS (
                SELECT TOP (500) * FROM sessions WITH (UPDLOCK)
                WHERE user_id = @user_id AND ended_at IS NULL AND user_epoch < @epoch ORDER BY id)
            UPDATE due SET ended_at = {Now}, end_reason = @reason, ended_by = @actor
            OUTPUT inserted.id, inserted.user_id, inserted.client_id, inserted.ended_at INTO @ended;
            INSERT INTO audit_events (at, type, actor, session_id, user_id, client_id, reason, ip, user_agent)
            SELECT e.ended_at, '{AuditEventTypes.SessionEnded}', @actor, e.id, e.user_id, e.client_id, @reason_name, @ip, @user_agent FROM @ended AS e;
            COMMIT TRANSACTION;
            SELECT id FROM @ended;
            """,
    };

    private static string After(string instant, string seconds) =>
        $"DATEADD(nanosecond, CAST((({seconds}) - FLOOR({seconds})) * 1000000000 AS int), DATEADD(second, CAST(FLOOR({seconds}) AS int), {instant}))";
}
