using AuthServer.Core.Audit;
using static AuthServer.EntityFrameworkCore.Relational.SqlServerInstants;

namespace AuthServer.EntityFrameworkCore.Sessions;

/// <summary>SQL Server: the raising of an epoch with its entry in the feed, its audit event and the note that rows are to be marked, in one batch and transaction.</summary>
internal static class SqlServerEpochs
{
    private const string Now = "SYSUTCDATETIME()";

    private const string Finish = """
        COMMIT TRANSACTION;
        SELECT epoch FROM @raised;
        """;

    private static readonly string FeedOfUser = $"""
        INSERT INTO revocation_entries (kind, subject, minimum_epoch, created_at, expires_at)
        SELECT 2, LOWER(CONVERT(char(36), r.id)), r.epoch, {Now}, {After(Now, "@feed_retention")} FROM @raised AS r;
        """;

    public static readonly string RaiseOfUser = $"""
        {Begin("uniqueidentifier")}
        UPDATE users SET epoch = epoch + 1, epoch_reason = @reason OUTPUT inserted.id, inserted.epoch INTO @raised WHERE id = @user_id;
        {FeedOfUser}
        INSERT INTO unmarked_ends (kind, subject, epoch, reason, actor, note, ip, user_agent, created_at)
        SELECT 2, LOWER(CONVERT(char(36), r.id)), r.epoch, @reason, @actor, @note, @ip, @user_agent, {Now} FROM @raised AS r;
        INSERT INTO audit_events (at, type, actor, user_id, reason, detail, ip, user_agent)
        SELECT {Now}, '{AuditEventTypes.UserSessionsEnded}', @actor, r.id, @reason_name, @note, @ip, @user_agent FROM @raised AS r;
        {Finish}
        """;

    public static readonly string RenewOfUser = $"""
        {Begin("uniqueidentifier")}
        UPDATE users SET epoch = epoch + 1 OUTPUT inserted.id, inserted.epoch INTO @raised WHERE id = @user_id;
        {FeedOfUser}
        INSERT INTO audit_events (at, type, actor, user_id, detail, ip, user_agent)
        SELECT {Now}, '{AuditEventTypes.UserTokensEnded}', @actor, r.id, @note, @ip, @user_agent FROM @raised AS r;
        {Finish}
        """;

    public static readonly string RaiseOfClient = $"""
        {Begin("nvarchar(128) COLLATE Latin1_General_100_BIN2")}
        UPDATE clients SET epoch = epoch + 1, epoch_reason = @reason, version = version + 1
        OUTPUT inserted.id, inserted.epoch INTO @raised WHERE id = @client_id;
        INSERT INTO revocation_entries (kind, subject, minimum_epoch, created_at, expires_at)
        SELECT 3, r.id, r.epoch, {Now}, {After(Now, "@feed_retention")} FROM @raised AS r;
        INSERT INTO unmarked_ends (kind, subject, epoch, reason, actor, note, ip, user_agent, created_at)
        SELECT 3, r.id, r.epoch, @reason, @actor, @note, @ip, @user_agent, {Now} FROM @raised AS r;
        INSERT INTO audit_events (at, type, actor, client_id, reason, detail, ip, user_agent)
        SELECT {Now}, '{AuditEventTypes.ClientSessionsEnded}', @actor, r.id, @reason_name, @note, @ip, @user_agent FROM @raised AS r;
        {Finish}
        """;

    private static string Begin(string id) => $"""
        SET NOCOUNT ON; SET XACT_ABORT ON;
        DECLARE @raised TABLE (id {id}, epoch int);
        BEGIN TRANSACTION;
        """;
}
