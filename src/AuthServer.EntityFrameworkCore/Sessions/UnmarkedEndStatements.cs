using AuthServer.Core.Revocation;
using AuthServer.EntityFrameworkCore.Relational;

namespace AuthServer.EntityFrameworkCore.Sessions;

/// <summary>
/// The statements of <see cref="UnmarkedEnds"/> in one database's dialect. Parameters have the same names in both; durations are seconds.
/// </summary>
internal sealed record UnmarkedEndStatements
{
    private const short User = (short)RevocationKind.User;

    private const short Client = (short)RevocationKind.Client;

    /// <summary>
    /// Forgets the ends of a user up to an epoch, unless there still is a row behind it: one may be in the hands of another who marks at the same time.
    /// </summary>
    public static readonly string SettleUser = $"""
        DELETE FROM unmarked_ends WHERE kind = {User} AND subject = @subject AND epoch <= @epoch
            AND NOT EXISTS (SELECT 1 FROM sessions AS s WHERE s.user_id = @user_id AND s.user_epoch < @epoch AND s.ended_at IS NULL)
            AND NOT EXISTS (SELECT 1 FROM sign_ins AS i WHERE i.user_id = @user_id AND i.user_epoch < @epoch AND i.ended_at IS NULL)
        """;

    /// <summary>As above, of a client.</summary>
    public static readonly string SettleClient = $"""
        DELETE FROM unmarked_ends WHERE kind = {Client} AND subject = @subject AND epoch <= @epoch
            AND NOT EXISTS (SELECT 1 FROM sessions AS s WHERE s.client_id = @subject AND s.client_epoch < @epoch AND s.ended_at IS NULL)
        """;

    /// <summary>Returns the first end after a position that was decided at least <c>@age</c> ago.</summary>
    public required string Next { get; init; }

    public static UnmarkedEndStatements PostgreSql { get; } = new()
    {
        Next = """
            SELECT id, kind, subject, epoch, reason, actor, note, ip, user_agent FROM unmarked_ends
            WHERE id > @after AND created_at <= clock_timestamp() - make_interval(secs => @age)
            ORDER BY id LIMIT 1
            """,
    };

    public static UnmarkedEndStatements SqlServer { get; } = new()
    {
        Next = $"""
            SELECT TOP (1) id, kind, subject, epoch, reason, actor, note, ip, user_agent FROM unmarked_ends
            WHERE id > @after AND created_at <= {SqlServerInstants.After("SYSUTCDATETIME()", "-@age")}
            ORDER BY id;
            """,
    };
}
