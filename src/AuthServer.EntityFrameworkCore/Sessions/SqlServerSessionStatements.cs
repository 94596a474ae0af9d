using AuthServer.Core.Audit;
using AuthServer.Core.Sessions;
using static AuthServer.EntityFrameworkCore.Relational.SqlServerInstants;

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

    private const short SignedOut = (short)EndReason.SignedOut;

    private const string RetryIsForeign = "(s.last_network <> @network OR s.last_user_agent <> @user_agent)";

    private static readonly string IdleExpiry = After(Now, "@idle_lifetime");

    private static readonly string Use = $"""
        idle_expires_at = CASE WHEN {IdleExpiry} < s.absolute_expires_at THEN {IdleExpiry} ELSE s.absolute_expires_at END,
            last_ip = @ip, last_address = @address, last_network = @network, last_user_agent = @user_agent,
            last_used_at = {Now}, last_used_on = CAST({Now} AS date)
        """;

    public static readonly SessionStatements All = new()
    {
        // Every row that may refuse is held, in the order user, client, sign-in, consent, before the code is spent; and the code is spent before the clock is read.
        Create = $"""
            SET NOCOUNT ON; SET XACT_ABORT ON;
            DECLARE @now datetimeoffset, @sign_in_expires_at datetimeoffset, @absolute_expires_at datetimeoffset, @may int = 0;
            BEGIN TRANSACTION;
            SELECT @may = 1
            FROM users AS u WITH (REPEATABLEREAD, READCOMMITTEDLOCK)
            CROSS JOIN clients AS c WITH (REPEATABLEREAD, READCOMMITTEDLOCK)
            WHERE u.id = @user_id AND u.epoch = @user_epoch AND u.disabled = 0 AND (u.lockout_end IS NULL OR u.lockout_end <= {Now})
                AND c.id = @client_id AND c.epoch = @client_epoch AND c.version = @client_version AND c.disabled = 0;
            IF @may = 1 AND @sign_in_id IS NOT NULL
            BEGIN
                SET @may = 0;
                SELECT @may = 1, @sign_in_expires_at = expires_at FROM sign_ins WITH (REPEATABLEREAD, READCOMMITTEDLOCK)
                WHERE id = @sign_in_id AND user_id = @user_id AND user_epoch = @user_epoch AND ended_at IS NULL AND expires_at > {Now};
            END;
            IF @may = 1 AND @needs_consent = 1
            BEGIN
                SET @may = 0;
                SELECT @may = 1 FROM consents WITH (REPEATABLEREAD, READCOMMITTEDLOCK) WHERE user_id = @user_id AND client_id = @client_id;
            END;
            IF @may = 1 AND @spent_kind IS NOT NULL
            BEGIN
                UPDATE one_time_artefacts SET spent_at = {Now}, session_id = @id
                WHERE kind = @spent_kind AND hash = @spent_hash AND client_id = @client_id AND client_epoch = @client_epoch
                    AND user_id = @user_id AND user_epoch = @user_epoch AND spent_at IS NULL AND expires_at > {Now};
                SET @may = @@ROWCOUNT;
            END;
            SET @now = {Now};
            SET @absolute_expires_at = {After("@now", "@absolute_lifetime")};
            IF @token_hash IS NULL AND @sign_in_expires_at < @absolute_expires_at
                SET @absolute_expires_at = @sign_in_expires_at;
            INSERT INTO sessions (
                id, user_id, user_epoch, client_id, client_epoch, sign_in_id, scopes, audiences, created_at, authenticated_at, acr, amr,
                generation, token_hash, key_id, rotated_at, retries, retry_streak, foreign_retry,
                idle_expires_at, absolute_expires_at, proof_key_thumbprint,
                created_ip, created_address, created_user_agent, last_ip, last_address, last_network, last_user_agent, last_used_at, last_used_on)
            SELECT @id, u.id, u.epoch, c.id, c.epoch, @sign_in_id, @scopes, @audiences, @now, COALESCE(@authenticated_at, @now), @acr, @amr,
                0, @token_hash, @key_id, @now, 0, 0, 0,
                CASE WHEN {After("@now", "@idle_lifetime")} < @absolute_expires_at THEN {After("@now", "@idle_lifetime")} ELSE @absolute_expires_at END,
                @absolute_expires_at, @proof_key_thumbprint,
                @ip, @address, @user_agent, @ip, @address, @network, @user_agent, @now, CAST(@now AS date)
            FROM users AS u CROSS JOIN clients AS c
            WHERE @may = 1 AND u.id = @user_id AND c.id = @client_id;
            IF @may = 1
                INSERT INTO audit_events (at, type, actor, session_id, user_id, client_id, ip, user_agent)
                VALUES (@now, '{AuditEventTypes.SessionCreated}', CONCAT('user:', LOWER(CONVERT(char(36), @user_id))), @id, @user_id, @client_id, @ip, @user_agent);
            COMMIT TRANSACTION;
            SELECT {SessionColumns.List("s", "s.created_at")}
            FROM sessions AS s JOIN users AS u ON u.id = s.user_id JOIN clients AS c ON c.id = s.client_id
            WHERE s.id = @id AND @may = 1;
            """,

        Rotate = $"""
            UPDATE s SET
                generation = s.generation + 1, token_hash = @successor_hash, predecessor_hash = s.token_hash, salt = @salt, key_id = @key_id,
                rotated_at = {Now}, retries = 0, retry_streak = CASE WHEN s.foreign_retry = 1 THEN s.retry_streak ELSE 0 END, foreign_retry = 0,
                {Use}
            OUTPUT {SessionColumns.List("inserted", "inserted.rotated_at")}
            FROM sessions AS s CROSS JOIN users AS u CROSS JOIN clients AS c
            WHERE s.id = @id AND s.generation = @generation AND s.token_hash = @presented_hash AND {PresenterMayHaveIt};
            """,

        Keep = $"""
            UPDATE s SET
                {Use}
            OUTPUT {SessionColumns.List("inserted", "inserted.last_used_at")}
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

        End = SqlServerSessionEnd.One($"""
            id = @id AND ended_at IS NULL
                AND (@only_of_client IS NULL OR client_id = @only_of_client)
                AND (@only_if_expired = 0 OR idle_expires_at <= {Now} OR absolute_expires_at <= {Now})
            """),

        RaiseUserEpoch = SqlServerEpochs.RaiseOfUser,

        RenewUserEpoch = SqlServerEpochs.RenewOfUser,

        RaiseClientEpoch = SqlServerEpochs.RaiseOfClient,

        MarkEndedOfUser = SqlServerSessionEnd.Many("user_id = @user_id AND user_epoch < @epoch", inFeed: false),

        MarkEndedOfClient = SqlServerSessionEnd.Many("client_id = @client_id AND client_epoch < @epoch", inFeed: false),

        EndChosen = SqlServerSessionEnd.Many("id IN (SELECT CAST(value AS uniqueidentifier) FROM OPENJSON(@ids))", inFeed: true, top: ""),

        EndOpenedSince = SqlServerSessionEnd.Many(
            "sign_in_id IN (SELECT CAST(value AS uniqueidentifier) FROM OPENJSON(@ids)) AND created_at > @since", inFeed: true),

        EndOfUserAtClient = SqlServerSessionEnd.Many("user_id = @user_id AND client_id = @client_id", inFeed: true),

        EndUnderSignIn = SqlServerSessionEnd.Many(
            $"""
            sign_in_id = @id AND NOT (@reason = {SignedOut} AND token_hash IS NOT NULL AND EXISTS (
                SELECT 1 FROM clients AS c
                WHERE c.id = sessions.client_id AND JSON_VALUE(NULLIF(c.metadata, ''), '$.keep_offline_sessions_at_logout') = 'true'))
            """,
            inFeed: true,
            top: ""),
    };
}
