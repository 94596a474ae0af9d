namespace AuthServer.EntityFrameworkCore.Sessions;

/// <summary>
/// The statements of <see cref="CarryOver"/> in one database's dialect, which differ in how they lock. Parameters have the same names in both. What was behind
/// the epoch before <c>@epoch</c> had ended already, and is not revived.
/// </summary>
internal sealed record CarryOverStatements
{
    private const string SignInsThatStay = "user_id = @user_id AND user_epoch = @epoch - 1 AND ended_at IS NULL AND (@all = 1 OR id = @kept_sign_in)";

    private const string SessionsThatStay =
        "user_id = @user_id AND user_epoch = @epoch - 1 AND ended_at IS NULL AND (@all = 1 OR sign_in_id = @kept_sign_in OR id = @kept_session)";

    private const string CodesThatStay = "user_id = @user_id AND user_epoch = @epoch - 1 AND spent_at IS NULL AND @all = 1";

    /// <summary>Lets sign-ins follow their user's epoch: all of them, or the one that is kept.</summary>
    public required string SignIns { get; init; }

    /// <summary>Lets sessions follow their user's epoch: all of them, or those that are kept.</summary>
    public required string Sessions { get; init; }

    /// <summary>Lets codes that were not spent yet follow their user's epoch, when all does.</summary>
    public required string Codes { get; init; }

    public static CarryOverStatements PostgreSql { get; } = new()
    {
        SignIns = InOrder("sign_ins", SignInsThatStay),
        Sessions = InOrder("sessions", SessionsThatStay),
        Codes = $"UPDATE one_time_artefacts SET user_epoch = @epoch WHERE {CodesThatStay} AND expires_at > now()",
    };

    public static CarryOverStatements SqlServer { get; } = new()
    {
        SignIns = $"UPDATE sign_ins SET user_epoch = @epoch WHERE {SignInsThatStay};",
        Sessions = $"UPDATE sessions SET user_epoch = @epoch WHERE {SessionsThatStay};",
        Codes = $"UPDATE one_time_artefacts SET user_epoch = @epoch WHERE {CodesThatStay} AND expires_at > SYSUTCDATETIME();",
    };

    /// <summary>Locked in id order, as everything is that takes several rows.</summary>
    private static string InOrder(string table, string conditions) => $"""
        WITH due AS (SELECT id FROM {table} WHERE {conditions} ORDER BY id FOR UPDATE)
        UPDATE {table} SET user_epoch = @epoch FROM due WHERE {table}.id = due.id
        """;
}
