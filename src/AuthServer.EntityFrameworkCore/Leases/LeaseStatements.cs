using AuthServer.EntityFrameworkCore.Relational;

namespace AuthServer.EntityFrameworkCore.Leases;

/// <summary>The statements of <see cref="RelationalLeases"/> in one database's dialect. Parameters have the same names in both; durations are seconds.</summary>
internal sealed record LeaseStatements
{
    /// <summary>Returns a row when the lease is the holder's now.</summary>
    public required string Hold { get; init; }

    public required string Release { get; init; }

    // The row is locked before its expiry is compared, so of several that find it expired one takes it over.
    public static LeaseStatements PostgreSql { get; } = new()
    {
        Hold = """
            INSERT INTO leases AS l (name, holder, expires_at) VALUES (@name, @holder, clock_timestamp() + make_interval(secs => @duration))
            ON CONFLICT (name) DO UPDATE SET holder = @holder, expires_at = clock_timestamp() + make_interval(secs => @duration)
            WHERE l.holder = @holder OR l.expires_at <= clock_timestamp()
            RETURNING 1
            """,

        Release = "DELETE FROM leases WHERE name = @name AND holder = @holder",
    };

    // The range lock holds the place of a row that is not there yet, so of several that miss it one inserts.
    public static LeaseStatements SqlServer { get; } = new()
    {
        Hold = $"""
            SET NOCOUNT ON; SET XACT_ABORT ON;
            DECLARE @taken TABLE (one int);
            BEGIN TRANSACTION;
            UPDATE l SET holder = @holder, expires_at = {SqlServerInstants.After("SYSUTCDATETIME()", "@duration")} OUTPUT 1 INTO @taken
            FROM leases AS l WITH (UPDLOCK, SERIALIZABLE)
            WHERE l.name = @name AND (l.holder = @holder OR l.expires_at <= SYSUTCDATETIME());
            INSERT INTO leases (name, holder, expires_at) OUTPUT 1 INTO @taken
            SELECT @name, @holder, {SqlServerInstants.After("SYSUTCDATETIME()", "@duration")}
            WHERE NOT EXISTS (SELECT 1 FROM leases AS l WITH (UPDLOCK, SERIALIZABLE) WHERE l.name = @name);
            COMMIT TRANSACTION;
            SELECT one FROM @taken;
            """,

        Release = "DELETE FROM leases WHERE name = @name AND holder = @holder;",
    };
}
