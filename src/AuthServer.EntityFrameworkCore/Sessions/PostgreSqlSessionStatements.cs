using AuthServer.Core.Audit;
using AuthServer.Core.Sessions;

namespace AuthServer.EntityFrameworkCore.Sessions;

/// <summary>
/// PostgreSQL. Each is one statement and so one round trip and one commit; <c>clock_timestamp()</c> is read while it runs, after any wait for a lock.
/// </summary>
internal static class PostgreSqlSessionStatements
{
    private const string Now = "clock_timestamp()";

    private const short SignedOut = (short)EndReason.SignedOut;

    private const string RetryIsForeign = "(s.last_network <> @network OR s.last_user_agent <> @user_agent)";

    public static readonly SessionStatements All = new()
    {
        // Every row that may refuse is held, in the order user, client, sign-in, consent, before the code is spent; and the code is spent before the clock is read.
        Create = $"""
            WITH u AS (
                SELECT * FROM users
                WHERE id = @user_id AND epoch = @user_epoch AND NOT disabled AND (lockout_end IS NULL OR lockout_end <= {Now})
                FOR SHARE),
            c AS (
                SELECT * FROM clients
                WHERE id = @client_id AND epoch = @client_epoch AND version = @client_version AND NOT disabled
                FOR SHARE),
            i AS (
                SELECT * FROM sign_ins
                WHERE id = @sign_in_id AND user_id = @user_id AND user_epoch = @user_epoch AND ended_at IS NULL AND expires_at > {Now}
                FOR SHARE),
            p AS (
                SELECT * FROM consents WHERE @needs_consent AND user_id = @user_id AND client_id = @client_id FOR SHARE),
            held AS MATERIALIZED (
                SELECT i.id AS sign_in_id, i.expires_at FROM u CROSS JOIN c LEFT JOIN i ON TRUE LEFT JOIN p ON TRUE
                WHERE (@sign_in_id IS NULL OR i.id IS NOT NULL) AND (NOT @needs_consent OR p.user_id IS NOT NULL)),
            spent AS (
                UPDATE one_time_artefacts AS o SET spent_at = {Now}, session_id = @id
                FROM held
                WHERE o.kind = @spent_kind AND o.hash = @spent_hash AND o.client_id = @client_id AND o.client_epoch = @client_epoch
                    AND o.user_id = @user_id AND o.user_epoch = @user_epoch AND o.spent_at IS NULL AND o.expires_at > {Now}
                RETURNING o.kind),
            t AS MATERIALIZED (
                SELECT {Now} AS now, held.sign_in_id, held.expires_at FROM held LEFT JOIN spent ON TRUE
                WHERE @spent_kind IS NULL OR spent.kind IS NOT NULL),
            l AS MATERIALIZED (
                SELECT CASE WHEN @token_hash IS NULL THEN LEAST(t.now + make_interval(secs => @absolute_lifetime), t.expires_at)
                    ELSE t.now + make_interval(secs => @absolute_lifetime) END AS absolute_expires_at FROM t),
            s AS (
                INSERT INTO sessions (
                    id, user_id, user_epoch, client_id, client_epoch, sign_in_id, scopes, audiences, created_at, authenticated_at, acr, amr,
                    generation, token_hash, key_id, rotated_at, retries, retry_streak, foreign_retry,
                    idle_expires_at, absolute_expires_at, proof_key_thumbprint,
                    created_ip, created_address, created_user_agent, last_ip, last_address, last_network, last_user_agent, last_used_at, last_used_on)
                SELECT @id, u.id, u.epoch, c.id, c.epoch, t.sign_in_id, @scopes, @audiences, t.now, COALESCE(@authenticated_at, t.now), @acr, @amr,
                    0, @token_hash, @key_id, t.now, 0, 0, FALSE,
                    LEAST(t.now + make_interval(secs => @idle_lifetime), l.absolute_expires_at), l.absolute_expires_at, @proof_key_thumbprint,
                    @ip, @address, @user_agent, @ip, @address, @network, @user_agent, t.now, (t.now AT TIME ZONE 'UTC')::date
                FROM u, c, t, l
                RETURNING *),
            a AS (
                INSERT INTO audit_events (at, type, actor, session_id, user_id, client_id, ip, user_agent)
                SELECT s.created_at, '{AuditEventTypes.SessionCreated}', 'user:' || s.user_id, s.id, s.user_id, s.client_id, @ip, @user_agent FROM s)
            SELECT {SessionColumns.List("s", "s.created_at")} FROM s, u, c
            """,

        Rotate = Rotation(tables: "users AS u, clients AS c", parameters: "@"),

        Keep = $"""
            UPDATE sessions AS s SET {Use("@")}
            FROM users AS u, clients AS c
            WHERE s.id = @id AND s.generation = @generation AND s.token_hash = @presented_hash AND {PresenterMayHaveIt("@")}
            RETURNING {SessionColumns.List("s", "s.last_used_at")}
            """,

        Retry = $"""
            UPDATE sessions AS s SET
                retries = s.retries + 1,
                retry_streak = s.retry_streak + CASE WHEN {RetryIsForeign} AND NOT s.foreign_retry THEN 1 ELSE 0 END,
                foreign_retry = s.foreign_retry OR {RetryIsForeign},
                last_used_at = {Now}
            FROM users AS u, clients AS c
            WHERE s.id = @id AND s.generation = @generation + 1 AND s.predecessor_hash = @presented_hash AND {PresenterMayHaveIt("@")}
                AND s.retries < @retry_limit
                AND s.retry_streak - CASE WHEN s.foreign_retry THEN 1 ELSE 0 END < @foreign_retry_limit
                AND COALESCE(
                    s.rotated_at + make_interval(secs => CASE WHEN s.proof_key_thumbprint IS NULL THEN @window ELSE @bound_window END) > {Now}, TRUE)
            RETURNING {SessionColumns.List("s", Now)}
            """,

        Find = $"""
            SELECT {SessionColumns.List("s", Now)}
            FROM sessions AS s LEFT JOIN users AS u ON u.id = s.user_id LEFT JOIN clients AS c ON c.id = s.client_id
            WHERE s.id = @id
            """,

        End = PostgreSqlSessionEnd.One($"""
            id = @id AND ended_at IS NULL
                AND (@only_of_client IS NULL OR client_id = @only_of_client)
                AND (NOT @only_if_expired OR idle_expires_at <= {Now} OR absolute_expires_at <= {Now})
            """),

        RaiseUserEpoch = PostgreSqlEpochs.RaiseOfUser,

        RenewUserEpoch = PostgreSqlEpochs.RenewOfUser,

        RaiseClientEpoch = PostgreSqlEpochs.RaiseOfClient,

        MarkEndedOfUser = PostgreSqlSessionEnd.Many("user_id = @user_id AND user_epoch < @epoch", inFeed: false, limit: " LIMIT 500"),

        // The batch is taken by whichever index is best, and locked in id order: sorting all that is due for each batch would take ever longer.
        MarkEndedOfClient = PostgreSqlSessionEnd.Many(
            """
            id = ANY(ARRAY(
                SELECT id FROM sessions WHERE client_id = @client_id AND client_epoch < @epoch AND ended_at IS NULL LIMIT 500))
            """,
            inFeed: false),

        EndChosen = PostgreSqlSessionEnd.Many("id = ANY(@ids)", inFeed: true),

        EndOpenedSince = PostgreSqlSessionEnd.Many("sign_in_id = ANY(@ids) AND created_at > @since", inFeed: true, limit: " LIMIT 500"),

        EndOfUserAtClient = PostgreSqlSessionEnd.Many("user_id = @user_id AND client_id = @client_id", inFeed: true, limit: " LIMIT 500"),

        EndUnderSignIn = PostgreSqlSessionEnd.Many(
            $"""
            sign_in_id = @id AND NOT (@reason = {SignedOut} AND token_hash IS NOT NULL AND EXISTS (
                SELECT FROM clients AS c
                WHERE c.id = sessions.client_id AND (NULLIF(c.metadata, '')::jsonb ->> 'keep_offline_sessions_at_logout')::boolean))
            """,
            inFeed: true),
    };

    /// <summary>
    /// Many rotations in one statement and one commit, one to a session. Rows that another transaction holds are skipped, and rows are locked in id order,
    /// so that a batch neither waits nor deadlocks. Returns a row for each session that it could lock: the id, then the session if it was rotated.
    /// </summary>
    public static readonly string RotateMany = $"""
        WITH r AS MATERIALIZED (
            SELECT * FROM unnest(@ids, @generations, @presented_hashes, @successor_hashes, @salts, @key_ids, @client_ids, @client_versions,
                @proof_key_thumbprints, @idle_lifetimes, @ips, @addresses, @networks, @user_agents)
            AS r (id, generation, presented_hash, successor_hash, salt, key_id, client_id, client_version,
                proof_key_thumbprint, idle_lifetime, ip, address, network, user_agent)),
        due AS MATERIALIZED (
            SELECT id FROM sessions WHERE id = ANY(@ids) ORDER BY id FOR UPDATE SKIP LOCKED),
        rotated AS (
            {Rotation(tables: "due JOIN r ON r.id = due.id, users AS u, clients AS c", parameters: "r.")})
        SELECT due.id, rotated.* FROM due LEFT JOIN rotated ON rotated.id = due.id
        """;

    private static string Rotation(string tables, string parameters) => $"""
        UPDATE sessions AS s SET
            generation = s.generation + 1, token_hash = {parameters}successor_hash, predecessor_hash = s.token_hash,
            salt = {parameters}salt, key_id = {parameters}key_id, rotated_at = {Now},
            retries = 0, retry_streak = CASE WHEN s.foreign_retry THEN s.retry_streak ELSE 0 END, foreign_retry = FALSE,
            {Use(parameters)}
        FROM {tables}
        WHERE s.id = {parameters}id AND s.generation = {parameters}generation AND s.token_hash = {parameters}presented_hash
            AND {PresenterMayHaveIt(parameters)}
        RETURNING {SessionColumns.List("s", "s.rotated_at")}
        """;

    private static string Use(string parameters) => $"""
        idle_expires_at = LEAST({Now} + make_interval(secs => {parameters}idle_lifetime), s.absolute_expires_at),
            last_ip = {parameters}ip, last_address = {parameters}address, last_network = {parameters}network, last_user_agent = {parameters}user_agent,
            last_used_at = {Now}, last_used_on = ({Now} AT TIME ZONE 'UTC')::date
        """;

    private static string PresenterMayHaveIt(string parameters) => $"""
        s.client_id = {parameters}client_id
            AND (s.proof_key_thumbprint IS NULL OR s.proof_key_thumbprint = {parameters}proof_key_thumbprint)
            AND s.ended_at IS NULL AND s.idle_expires_at > {Now} AND s.absolute_expires_at > {Now}
            AND u.id = s.user_id AND u.epoch = s.user_epoch AND NOT u.disabled
            AND c.id = s.client_id AND c.epoch = s.client_epoch AND NOT c.disabled AND c.version = {parameters}client_version
        """;
}
