namespace AuthServer.EntityFrameworkCore.Users;

/// <summary>The statement of <see cref="SignInFailures"/> in both dialects.</summary>
internal static class SignInFailureStatements
{
    // When the limit is reached the concurrency stamp changes too: a tracked save that read the user before must fail rather than unlock it again.
    public const string PostgreSql = """
        WITH u AS (
            UPDATE users SET
                access_failed_count = CASE WHEN lockout_enabled AND access_failed_count + 1 >= @limit THEN 0 ELSE access_failed_count + 1 END,
                lockout_end = CASE WHEN lockout_enabled AND access_failed_count + 1 >= @limit
                    THEN clock_timestamp() + make_interval(secs => @lockout) ELSE lockout_end END,
                concurrency_stamp = CASE WHEN lockout_enabled AND access_failed_count + 1 >= @limit THEN @stamp ELSE concurrency_stamp END
            WHERE id = @user_id AND @counts)
        INSERT INTO audit_events (at, type, actor, user_id, reason, ip, user_agent)
        VALUES (clock_timestamp(), @type, @actor, @user_id, @reason, @ip, @user_agent)
        """;

    public const string SqlServer = """
        SET NOCOUNT ON; SET XACT_ABORT ON;
        BEGIN TRANSACTION;
        UPDATE users SET
            access_failed_count = CASE WHEN lockout_enabled = 1 AND access_failed_count + 1 >= @limit THEN 0 ELSE access_failed_count + 1 END,
            lockout_end = CASE WHEN lockout_enabled = 1 AND access_failed_count + 1 >= @limit
                THEN DATEADD(second, CAST(@lockout AS int), SYSUTCDATETIME()) ELSE lockout_end END,
            concurrency_stamp = CASE WHEN lockout_enabled = 1 AND access_failed_count + 1 >= @limit THEN @stamp ELSE concurrency_stamp END
        WHERE id = @user_id AND @counts = 1;
        INSERT INTO audit_events (at, type, actor, user_id, reason, ip, user_agent)
        VALUES (SYSUTCDATETIME(), @type, @actor, @user_id, @reason, @ip, @user_agent);
        COMMIT TRANSACTION;
        """;
}
