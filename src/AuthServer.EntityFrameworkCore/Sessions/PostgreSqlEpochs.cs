using AuthServer.Core.Audit;

namespace AuthServer.EntityFrameworkCore.Sessions;

/// <summary>PostgreSQL: the raising of an epoch with its entry in the feed, its audit event and the note that rows are to be marked, in one statement.</summary>
internal static class PostgreSqlEpochs
{
    private const string Now = "clock_timestamp()";

    private const string FeedOfUser = $"""
        f AS (
            INSERT INTO revocation_entries (kind, subject, minimum_epoch, created_at, expires_at)
            SELECT 2, u.id::text, u.epoch, {Now}, {Now} + make_interval(secs => @feed_retention) FROM u)
        """;

    public const string RaiseOfUser = $"""
        WITH u AS (
            UPDATE users SET epoch = epoch + 1, epoch_reason = @reason WHERE id = @user_id RETURNING id, epoch),
        {FeedOfUser},
        m AS (
            INSERT INTO unmarked_ends (kind, subject, epoch, reason, actor, note, ip, user_agent, created_at)
            SELECT 2, u.id::text, u.epoch, @reason, @actor, @note, @ip, @user_agent, {Now} FROM u),
        a AS (
            INSERT INTO audit_events (at, type, actor, user_id, reason, detail, ip, user_agent)
            SELECT {Now}, '{AuditEventTypes.UserSessionsEnded}', @actor, u.id, @reason_name, @note, @ip, @user_agent FROM u)
        SELECT epoch FROM u
        """;

    public const string RenewOfUser = $"""
        WITH u AS (
            UPDATE users SET epoch = epoch + 1 WHERE id = @user_id RETURNING id, epoch),
        {FeedOfUser},
        a AS (
            INSERT INTO audit_events (at, type, actor, user_id, detail, ip, user_agent)
            SELECT {Now}, '{AuditEventTypes.UserTokensEnded}', @actor, u.id, @note, @ip, @user_agent FROM u)
        SELECT epoch FROM u
        """;

    public const string RaiseOfClient = $"""
        WITH c AS (
            UPDATE clients SET epoch = epoch + 1, epoch_reason = @reason, version = version + 1 WHERE id = @client_id RETURNING id, epoch),
        f AS (
            INSERT INTO revocation_entries (kind, subject, minimum_epoch, created_at, expires_at)
            SELECT 3, c.id, c.epoch, {Now}, {Now} + make_interval(secs => @feed_retention) FROM c),
        m AS (
            INSERT INTO unmarked_ends (kind, subject, epoch, reason, actor, note, ip, user_agent, created_at)
            SELECT 3, c.id, c.epoch, @reason, @actor, @note, @ip, @user_agent, {Now} FROM c),
        a AS (
            INSERT INTO audit_events (at, type, actor, client_id, reason, detail, ip, user_agent)
            SELECT {Now}, '{AuditEventTypes.ClientSessionsEnded}', @actor, c.id, @reason_name, @note, @ip, @user_agent FROM c)
        SELECT epoch FROM c
        """;
}
