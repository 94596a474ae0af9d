namespace AuthServer.EntityFrameworkCore.Users;

/// <summary>The statement of <see cref="SignInFailures"/> in both dialects.</summary>
internal static class SignInFailureStatements
{
    // A guess that was under way when the account was locked changes nothing: it would shorten the lock of an administrator.
    // When the limit is reached the concurrency stamp changes too: a tracked save that read the user before must fail rather than unlock it again.
    public const string PostgreSql = """
        WITH u AS (
            UPDATE users SET
                access_failed_count = CASE WHEN lockout_enabled AND access_failed_count + 1 >= @limit THEN 0 ELSE access_failed_count + 1 END,
                lockout_end = CASE WHEN lockout_enabled AND access_failed_count + 1 >= @limit
                    THEN clock_timestamp() + make_interval(secs => @lockout) ELSE lockout_end END,
                concurrency_stamp = CASE WHEN lockout_enabled AND access_failed_count + 1 >= @limit THEN @stamp ELSE concurrency_stamp END
            WHERE id = @user_id AND @counts AND (lockout_end IS NULL OR lockout_end <= clock_timestamp()))
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
        WHERE id = @user_id AND @counts = 1 AND (lockout_end IS NULL OR lockout_end <= SYSUTCDATETIME());
        INSERT INTO audit_events (at, type, actor, user_id, reason, ip, user_agent)
        VALUES (SYSUTCDATETIME(), @type, @actor, @user_id, @reason, @ip, @user_agent);
        COMMIT TRANSACTION;
        """;
}
