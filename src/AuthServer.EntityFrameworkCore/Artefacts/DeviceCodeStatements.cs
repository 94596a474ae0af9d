using static AuthServer.EntityFrameworkCore.Relational.SqlServerInstants;

namespace AuthServer.EntityFrameworkCore.Artefacts;

/// <summary>
/// The statements of <see cref="RelationalDeviceCodeStore"/> in one database's dialect. Parameters have the same names in both; durations are seconds.
/// </summary>
internal sealed record DeviceCodeStatements
{
    /// <summary>Inserts the code unless its user code is taken; returns a row when it was inserted.</summary>
    public required string Add { get; init; }

    public required string Find { get; init; }

    /// <summary>Writes the answer into the code if it still waits for one.</summary>
    public required string Decide { get; init; }

    /// <summary>Records the question and returns the code with whether it came too soon.</summary>
    public required string Poll { get; init; }

    public static readonly DeviceCodeStatements PostgreSql = new()
    {
        Add = """
            INSERT INTO one_time_artefacts (kind, hash, client_id, client_epoch, payload, user_code_hash, poll_interval, created_at, expires_at)
            SELECT @kind, @hash, @client_id, @client_epoch, @payload, @user_code_hash, @poll_interval, t.now, t.now + make_interval(secs => @lifetime)
            FROM (SELECT clock_timestamp() AS now) AS t
            ON CONFLICT (user_code_hash) DO NOTHING
            RETURNING kind
            """,

        Find = """
            SELECT client_id, client_epoch, user_id, user_epoch, payload, expires_at, spent_at, session_id, hash
            FROM one_time_artefacts
            WHERE user_code_hash = @user_code_hash AND kind = @kind AND user_id IS NULL AND spent_at IS NULL AND expires_at > clock_timestamp()
            """,

        Decide = """
            UPDATE one_time_artefacts SET user_id = @user_id, user_epoch = @user_epoch, payload = @payload
            WHERE kind = @kind AND hash = @hash AND user_id IS NULL AND spent_at IS NULL AND expires_at > clock_timestamp()
            """,

        // The row is locked before its last question is looked at, so of several questions at once one is not too soon.
        Poll = """
            WITH o AS MATERIALIZED (
                SELECT kind, hash, COALESCE(polled_at + make_interval(secs => poll_interval) > clock_timestamp(), FALSE) AS too_soon
                FROM one_time_artefacts
                WHERE kind = @kind AND hash = @hash AND client_id = @client_id
                FOR UPDATE)
            UPDATE one_time_artefacts AS a SET
                poll_interval = a.poll_interval + CASE WHEN o.too_soon THEN @slow_down ELSE 0 END, polled_at = clock_timestamp()
            FROM o
            WHERE a.kind = o.kind AND a.hash = o.hash
            RETURNING a.client_id, a.client_epoch, a.user_id, a.user_epoch, a.payload, a.expires_at, a.spent_at, a.session_id, o.too_soon, a.polled_at
            """,
    };

    public static readonly DeviceCodeStatements SqlServer = new()
    {
        // The range lock holds the place of a row that is not there yet, so of several that miss it one inserts.
        Add = $"""
            INSERT INTO one_time_artefacts (kind, hash, client_id, client_epoch, payload, user_code_hash, poll_interval, created_at, expires_at)
            OUTPUT inserted.kind
            SELECT @kind, @hash, @client_id, @client_epoch, @payload, @user_code_hash, @poll_interval, SYSUTCDATETIME(), {After("SYSUTCDATETIME()", "@lifetime")}
            WHERE NOT EXISTS (SELECT 1 FROM one_time_artefacts WITH (UPDLOCK, SERIALIZABLE) WHERE user_code_hash = @user_code_hash);
            """,

        Find = """
            SELECT client_id, client_epoch, user_id, user_epoch, payload, expires_at, spent_at, session_id, hash
            FROM one_time_artefacts
            WHERE user_code_hash = @user_code_hash AND kind = @kind AND user_id IS NULL AND spent_at IS NULL AND expires_at > SYSUTCDATETIME();
            """,

        Decide = """
            UPDATE one_time_artefacts SET user_id = @user_id, user_epoch = @user_epoch, payload = @payload
            WHERE kind = @kind AND hash = @hash AND user_id IS NULL AND spent_at IS NULL AND expires_at > SYSUTCDATETIME();
            """,

        Poll = """
            UPDATE one_time_artefacts SET
                poll_interval = poll_interval + CASE WHEN DATEADD(second, poll_interval, polled_at) > SYSUTCDATETIME() THEN @slow_down ELSE 0 END,
                polled_at = SYSUTCDATETIME()
            OUTPUT inserted.client_id, inserted.client_epoch, inserted.user_id, inserted.user_epoch, inserted.payload, inserted.expires_at, inserted.spent_at,
                inserted.session_id, CAST(inserted.poll_interval - deleted.poll_interval AS bit), inserted.polled_at
            WHERE kind = @kind AND hash = @hash AND client_id = @client_id;
            """,
    };
}
