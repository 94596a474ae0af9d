namespace AuthServer.EntityFrameworkCore.Replay;

/// <summary>The statement of <see cref="RelationalReplayStore"/> in both dialects: it returns a row when the identifier was not known.</summary>
internal static class ReplayStatements
{
    // The row is locked before its expiry is compared, so of several that find it expired one takes it over.
    public const string PostgreSql = """
        INSERT INTO replay_identifiers AS r (kind, hash, expires_at) VALUES (@kind, @hash, @expires_at)
        ON CONFLICT (kind, hash) DO UPDATE SET expires_at = EXCLUDED.expires_at WHERE r.expires_at <= clock_timestamp()
        RETURNING 1
        """;

    // The range lock holds the place of a row that is not there yet, so of several that miss it one inserts.
    public const string SqlServer = """
        SET NOCOUNT ON; SET XACT_ABORT ON;
        DECLARE @taken TABLE (one int);
        BEGIN TRANSACTION;
        UPDATE r SET expires_at = @expires_at OUTPUT 1 INTO @taken
        FROM replay_identifiers AS r WITH (UPDLOCK, SERIALIZABLE)
        WHERE r.kind = @kind AND r.hash = @hash AND r.expires_at <= SYSUTCDATETIME();
        INSERT INTO replay_identifiers (kind, hash, expires_at) OUTPUT 1 INTO @taken
        SELECT @kind, @hash, @expires_at
        WHERE NOT EXISTS (SELECT 1 FROM replay_identifiers AS r WITH (UPDLOCK, SERIALIZABLE) WHERE r.kind = @kind AND r.hash = @hash);
        COMMIT TRANSACTION;
        SELECT one FROM @taken;
        """;
}
