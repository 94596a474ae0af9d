using static AuthServer.EntityFrameworkCore.Relational.SqlServerInstants;

namespace AuthServer.EntityFrameworkCore.Artefacts;

/// <summary>
/// The statements of <see cref="RelationalArtefactStore"/> in one database's dialect. Parameters have the same names in both; durations are seconds.
/// </summary>
internal sealed record ArtefactStatements
{
    /// <summary>Inserts the artefact if what it spends could be spent; returns a row when it was inserted.</summary>
    public required string Add { get; init; }

    /// <summary>Returns the row unless it has expired unspent.</summary>
    public required string Find { get; init; }

    /// <summary>Moves the expiry of an unspent artefact on, never back.</summary>
    public required string Prolong { get; init; }

    public static readonly ArtefactStatements PostgreSql = new()
    {
        Add = """
            WITH spent AS (
                UPDATE one_time_artefacts SET spent_at = clock_timestamp()
                WHERE kind = @spent_kind AND hash = @spent_hash AND client_id = @client_id AND client_epoch = @client_epoch
                    AND spent_at IS NULL AND expires_at > clock_timestamp()
                RETURNING kind),
            t AS MATERIALIZED (
                SELECT clock_timestamp() AS now WHERE @spent_kind IS NULL OR EXISTS (SELECT FROM spent))
            INSERT INTO one_time_artefacts (kind, hash, client_id, client_epoch, user_id, user_epoch, payload, created_at, expires_at)
            SELECT @kind, @hash, @client_id, @client_epoch, @user_id, @user_epoch, @payload, t.now, t.now + make_interval(secs => @lifetime)
            FROM t
            RETURNING kind
            """,

        Find = """
            SELECT client_id, client_epoch, user_id, user_epoch, payload, expires_at, spent_at, session_id
            FROM one_time_artefacts
            WHERE kind = @kind AND hash = @hash AND (expires_at > clock_timestamp() OR spent_at IS NOT NULL)
            """,

        Prolong = """
            UPDATE one_time_artefacts SET expires_at = GREATEST(expires_at, clock_timestamp() + make_interval(secs => @lifetime))
            WHERE kind = @kind AND hash = @hash AND spent_at IS NULL AND expires_at > clock_timestamp()
            """,
    };

    public static readonly ArtefactStatements SqlServer = new()
    {
        Add = $"""
            SET NOCOUNT ON; SET XACT_ABORT ON;
            DECLARE @now datetimeoffset, @may int = 1;
            BEGIN TRANSACTION;
            IF @spent_kind IS NOT NULL
            BEGIN
                UPDATE one_time_artefacts SET spent_at = SYSUTCDATETIME()
                WHERE kind = @spent_kind AND hash = @spent_hash AND client_id = @client_id AND client_epoch = @client_epoch
                    AND spent_at IS NULL AND expires_at > SYSUTCDATETIME();
                SET @may = @@ROWCOUNT;
            END;
            SET @now = SYSUTCDATETIME();
            IF @may = 1
                INSERT INTO one_time_artefacts (kind, hash, client_id, client_epoch, user_id, user_epoch, payload, created_at, expires_at)
                VALUES (@kind, @hash, @client_id, @client_epoch, @user_id, @user_epoch, @payload, @now, {After("@now", "@lifetime")});
            COMMIT TRANSACTION;
            SELECT @kind WHERE @may = 1;
            """,

        Find = """
            SELECT client_id, client_epoch, user_id, user_epoch, payload, expires_at, spent_at, session_id
            FROM one_time_artefacts
            WHERE kind = @kind AND hash = @hash AND (expires_at > SYSUTCDATETIME() OR spent_at IS NOT NULL);
            """,

        Prolong = $"""
            UPDATE one_time_artefacts SET expires_at =
                CASE WHEN expires_at > {After("SYSUTCDATETIME()", "@lifetime")} THEN expires_at ELSE {After("SYSUTCDATETIME()", "@lifetime")} END
            WHERE kind = @kind AND hash = @hash AND spent_at IS NULL AND expires_at > SYSUTCDATETIME();
            """,
    };
}
