using AuthServer.Core.Clients;
using AuthServer.Core.SignIns;
using AuthServer.Core.Users;
using AuthServer.Testing.PostgreSql;

namespace AuthServer.Testing.SessionDirectory;

/// <summary>
/// A database as it is after a year: most sessions have ended, the newest are active, a few users and clients have a great many, and what is looked for after an
/// incident (one program, one network) is rare.
/// </summary>
public static class ManySessions
{
    public const string RareNetwork = "203.0.113.0/24";
    public const string RareProgram = "sneaky-tool";

    /// <summary>The one with the most sessions, some hundredths of all.</summary>
    public static readonly UserId BusyUser = new(new Guid("00000000-0000-7000-8000-000000000000"));

    /// <summary>With about as many sessions as users have on average.</summary>
    public static readonly UserId SomeUser = new(new Guid("00000000-0000-7000-8000-000000001388"));

    public static readonly ClientId BusyClient = new("client-0");

    public static readonly ClientId QuietClient = new("client-19");

    private const int Users = 20_000;
    private const int Clients = 20;

    /// <summary>In how many days they began. The fewer, the more of them are still active.</summary>
    private const int Year = 400;

    public static async Task AddAsync(TestDatabase database, int count, int days = Year)
    {
        await database.ExecuteAsync(UserRows, ("users", Users));
        await database.ExecuteAsync(ClientRows, ("clients", Clients));

        // Much faster without indexes; they are made again as they were.
        var indexes = await database.ReadAsync(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'sessions' AND indexname LIKE 'ix\\_%'", row => (Name: row.GetString(0), Definition: row.GetString(1)));
        await database.ExecuteAsync(string.Join(';', indexes.Select(index => $"DROP INDEX {index.Name}")));
        await database.ExecuteAsync(SessionRows, ("sessions", count), ("users", Users), ("clients", Clients), ("days", days));
        foreach (var (_, definition) in indexes)
        {
            await database.ExecuteAsync(definition);
        }

        // As the database does by itself in time.
        await database.ExecuteAsync("VACUUM (ANALYZE) sessions, users, clients");
    }

    /// <summary>The browser sign-ins of the active sessions.</summary>
    public static async Task AddSignInsAsync(TestDatabase database)
    {
        await database.ExecuteAsync(SignInRows);
        await database.ExecuteAsync("VACUUM (ANALYZE) sign_ins");
    }

    /// <summary>The newest sign-in that has a session.</summary>
    public static async Task<SignInId> FindSignInAsync(TestDatabase database) =>
        new((await database.ReadAsync("SELECT sign_in_id FROM sessions WHERE sign_in_id IS NOT NULL ORDER BY created_at DESC LIMIT 1", row => row.GetGuid(0))).Single());

    private const string UserRows =
        """
        INSERT INTO users (id, epoch, disabled, claims, user_name, normalized_user_name, email, normalized_email, email_confirmed, phone_number_confirmed,
            two_factor_enabled, lockout_enabled, access_failed_count)
        SELECT ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 1, FALSE, '', 'person' || n || '@example.com', 'PERSON' || n || '@EXAMPLE.COM',
            'person' || n || '@example.com', 'PERSON' || n || '@EXAMPLE.COM', TRUE, FALSE, FALSE, TRUE, 0
        FROM generate_series(0, @users - 1) AS n
        """;

    /// <summary>Durations are in ticks: five minutes, and 14 and 180 days, after which the rows below are ended too.</summary>
    private const string ClientRows =
        """
        INSERT INTO clients (id, type, display_name, grant_types, scopes, default_scopes, may_introspect, access_token_lifetime, session_idle_lifetime,
            session_absolute_lifetime, retry_limit, foreign_retry_limit, disabled, epoch, version, managed_by_configuration)
        SELECT 'client-' || n, 0, 'Client ' || n, '', '', '', FALSE, 3000000000, 12096000000000, 155520000000000, 0, 0, FALSE, 1, 1, FALSE FROM generate_series(0, @clients - 1) AS n
        """;

    /// <summary>Begun evenly over the days, used for 30 days on average, over 14 days after the last use; a third last used elsewhere, by a newer program.</summary>
    private const string SessionRows =
        """
        WITH drawn AS (
            SELECT n, now() - random() * @days * interval '1 day' AS created_at, -ln(1 - random()) * interval '30 days' AS used_for,
                floor(@users * random() ^ 3)::int AS u, floor(@clients * random() ^ 2)::int AS c, random() AS kind, random() AS fate,
                CASE WHEN n % 1000 = 3 THEN 203 * 256 * 65536::bigint + 113 * 256 + n % 256
                    ELSE (10 + floor(random() * 200))::bigint * 16777216 + floor(random() * 16777216)::bigint END AS ip
            FROM generate_series(1, @sessions) AS n),
        used AS (
            SELECT *, least(created_at + used_for, now()) AS used_at,
                CASE WHEN n % 10000 = 7 THEN 'sneaky-tool/1.0 (build ' || n || ')'
                    WHEN kind < 0.5 THEN 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/' || 100 + n % 40 || '.0.0.0 Safari/537.36'
                    WHEN kind < 0.7 THEN 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_' || n % 7 || ' like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1'
                    WHEN kind < 0.9 THEN 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/' || 100 + n % 40 || '.0.0.0 Mobile Safari/537.36'
                    ELSE 'Mozilla/5.0 (X11; Linux x86_64; rv:' || 90 + n % 50 || '.0) Gecko/20100101 Firefox/' || 90 + n % 50 || '.0' END AS agent
            FROM drawn),
        moved AS (
            SELECT *, CASE WHEN n % 1000 = 6 THEN 203 * 256 * 65536::bigint + 113 * 256 + n % 256 WHEN n % 3 = 0 THEN ip # 11259375 ELSE ip END AS last,
                CASE WHEN n % 3 = 0 THEN replace(agent, '.0', '.1') ELSE agent END AS last_agent
            FROM used),
        placed AS (
            SELECT *, lpad(to_hex((extract(epoch FROM created_at) * 1000)::bigint), 12, '0') AS at,
                (ip >> 24) || '.' || ((ip >> 16) & 255) || '.' || ((ip >> 8) & 255) || '.' || (ip & 255) AS address, '00000000000000000000ffff' || lpad(to_hex(ip), 8, '0') AS ordered,
                (last >> 24) || '.' || ((last >> 16) & 255) || '.' || ((last >> 8) & 255) AS last_three, '00000000000000000000ffff' || lpad(to_hex(last), 8, '0') AS last_ordered, used_at < now() - interval '14 days' OR created_at < now() - interval '180 days' OR fate < 0.03 AS is_ended
            FROM moved)
        INSERT INTO sessions (id, user_id, user_epoch, client_id, client_epoch, sign_in_id, scopes, audiences, created_at, authenticated_at, acr, amr, generation,
            token_hash, predecessor_hash, salt, key_id, rotated_at, retries, retry_streak, foreign_retry, idle_expires_at, absolute_expires_at, ended_at, end_reason,
            ended_by, created_ip, created_address, created_user_agent, last_ip, last_address, last_network, last_user_agent, last_used_at, last_used_on)
        SELECT (at || '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid,
            ('00000000-0000-7000-8000-' || lpad(to_hex(u), 12, '0'))::uuid, 1, 'client-' || c, 1,
            CASE WHEN c % 2 = 0 THEN (at || '7' || substr(md5(n::text), 17, 3) || '8' || substr(md5(n::text), 18, 15))::uuid END, 'openid offline_access api', 'api', created_at, created_at, '1', 'pwd', 20,
            sha256(n::text::bytea), sha256((n + 1)::text::bytea), substr(sha256((n + 2)::text::bytea), 1, 16), 1, used_at, 0, 0, FALSE,
            used_at + interval '14 days', created_at + interval '180 days', CASE WHEN is_ended THEN used_at + interval '1 second' END,
            CASE WHEN NOT is_ended THEN NULL WHEN fate < 0.2 THEN 1 WHEN fate < 0.21 THEN 3 WHEN fate < 0.2102 THEN 10 ELSE 11 END,
            CASE WHEN is_ended THEN 'server' END, address, ordered, agent, last_three || '.' || (last & 255), last_ordered, last_three || '.0/24', last_agent,
            used_at, (used_at AT TIME ZONE 'UTC')::date
        FROM placed ORDER BY created_at
        """;

    private const string SignInRows =
        """
        INSERT INTO sign_ins (id, user_id, user_epoch, created_at, authenticated_at, acr, amr, expires_at, last_seen_at, created_ip, created_address, created_user_agent)
        SELECT sign_in_id, user_id, user_epoch, created_at, created_at, acr, amr, idle_expires_at, last_used_at, created_ip, created_address, created_user_agent
        FROM sessions WHERE sign_in_id IS NOT NULL AND ended_at IS NULL
        """;
}
