using AuthServer.Core.Audit;
using AuthServer.Core.Incidents;
using static AuthServer.EntityFrameworkCore.Relational.SqlServerInstants;

namespace AuthServer.EntityFrameworkCore.Incidents;

/// <summary>
/// The statements of <see cref="RelationalIncidentStore"/> in one database's dialect. Parameters have the same names in both; durations are seconds.
/// </summary>
internal sealed record IncidentStatements
{
    private const short Running = (short)IncidentState.Running;

    private const short Finished = (short)IncidentState.Finished;

    /// <summary>Returns the database's clock.</summary>
    public required string Now { get; init; }

    /// <summary>Returns a row when an incident waits for somebody to take it in hand: asked now and then by every node, so without a transaction.</summary>
    public required string Waits { get; init; }

    /// <summary>Takes the oldest running incident that nobody has in hand, or the one that is held, and locks its row; returns its id and until when it is taken.</summary>
    public required string Take { get; init; }

    /// <summary>Takes up to <see cref="IncidentBatch.Size"/> targets of an incident out of what is remembered, by their numbers; returns the session and the sign-in of each.</summary>
    public required string TakeTargets { get; init; }

    /// <summary>Records what was done of an incident, and with the last of it, that it is finished, with audit.</summary>
    public required string Advance { get; init; }

    public static IncidentStatements PostgreSql { get; } = new()
    {
        Now = "SELECT clock_timestamp()",

        Waits = $"SELECT id FROM incidents WHERE state = {Running} AND (taken_until IS NULL OR taken_until <= clock_timestamp()) LIMIT 1",

        Take = $"""
            UPDATE incidents SET taken_until = clock_timestamp() + make_interval(secs => @lease)
            WHERE id = (
                SELECT id FROM incidents
                WHERE state = {Running} AND ((@held_id IS NULL AND (taken_until IS NULL OR taken_until <= clock_timestamp()))
                    OR (id = @held_id AND taken_until = @held_until))
                ORDER BY created_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING id, taken_until
            """,

        TakeTargets = $"""
            DELETE FROM incident_targets WHERE incident_id = @held_id AND number > @position AND number <= @position + {IncidentBatch.Size}
            RETURNING session_id, sign_in_id
            """,

        Advance = $"""
            WITH i AS (
                UPDATE incidents SET ended = ended + @ended, position = @position,
                    state = CASE WHEN @is_last THEN {Finished} ELSE state END,
                    finished_at = CASE WHEN @is_last THEN clock_timestamp() ELSE finished_at END
                WHERE id = @held_id
                RETURNING *)
            INSERT INTO audit_events (at, type, actor, detail, ip, user_agent)
            SELECT i.finished_at, '{AuditEventTypes.IncidentFinished}', i.actor, i.note, i.ip, i.user_agent FROM i WHERE @is_last
            """,
    };

    // READPAST is refused under read committed snapshot unless the locks are asked for.
    public static IncidentStatements SqlServer { get; } = new()
    {
        Now = "SELECT CAST(SYSUTCDATETIME() AS datetimeoffset);",

        Waits = $"SELECT TOP (1) id FROM incidents WHERE state = {Running} AND (taken_until IS NULL OR taken_until <= SYSUTCDATETIME());",

        Take = $"""
            WITH due AS (
                SELECT TOP (1) * FROM incidents WITH (UPDLOCK, READPAST, ROWLOCK, READCOMMITTEDLOCK)
                WHERE state = {Running} AND ((@held_id IS NULL AND (taken_until IS NULL OR taken_until <= SYSUTCDATETIME()))
                    OR (id = @held_id AND taken_until = @held_until))
                ORDER BY created_at, id)
            UPDATE due SET taken_until = {After("SYSUTCDATETIME()", "@lease")}
            OUTPUT inserted.id, inserted.taken_until;
            """,

        TakeTargets = $"""
            DELETE FROM incident_targets OUTPUT deleted.session_id, deleted.sign_in_id
            WHERE incident_id = @held_id AND number > @position AND number <= @position + {IncidentBatch.Size};
            """,

        Advance = $"""
            SET NOCOUNT ON; SET XACT_ABORT ON;
            BEGIN TRANSACTION;
            UPDATE incidents SET ended = ended + @ended, position = @position,
                state = CASE WHEN @is_last = 1 THEN {Finished} ELSE state END,
                finished_at = CASE WHEN @is_last = 1 THEN SYSUTCDATETIME() ELSE finished_at END
            WHERE id = @held_id;
            INSERT INTO audit_events (at, type, actor, detail, ip, user_agent)
            SELECT i.finished_at, '{AuditEventTypes.IncidentFinished}', i.actor, i.note, i.ip, i.user_agent
            FROM incidents AS i WHERE i.id = @held_id AND @is_last = 1;
            COMMIT TRANSACTION;
            """,
    };
}
