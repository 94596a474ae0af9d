namespace AuthServer.EntityFrameworkCore.Consents;

/// <summary>How a consent grows: one statement in each dialect, so that of two grants at once neither is lost.</summary>
internal static class ConsentStatements
{
    public const string PostgreSql = """
        INSERT INTO consents AS c (user_id, client_id, scopes, granted_at) VALUES (@user_id, @client_id, @scopes, clock_timestamp())
        ON CONFLICT (user_id, client_id) DO UPDATE SET
            granted_at = clock_timestamp(),
            scopes = concat_ws(' ', NULLIF(c.scopes, ''), (
                SELECT string_agg(n.name, ' ' ORDER BY n.position)
                FROM unnest(string_to_array(@scopes, ' ')) WITH ORDINALITY AS n (name, position)
                WHERE n.name <> ALL (string_to_array(c.scopes, ' '))))
        """;

    // The row's place is locked before it is looked at, whether or not there is a row.
    public const string SqlServer = """
        SET NOCOUNT ON; SET XACT_ABORT ON;
        BEGIN TRANSACTION;
        UPDATE c SET
            granted_at = SYSUTCDATETIME(),
            scopes = CONCAT_WS(' ', NULLIF(c.scopes, ''), (
                SELECT STRING_AGG(CAST(n.value AS nvarchar(max)), ' ') FROM STRING_SPLIT(@scopes, ' ') AS n
                WHERE n.value <> '' AND CHARINDEX(CONCAT(' ', n.value, ' ') COLLATE Latin1_General_100_BIN2, CONCAT(' ', c.scopes, ' ')) = 0))
        FROM consents AS c WITH (UPDLOCK, HOLDLOCK)
        WHERE c.user_id = @user_id AND c.client_id = @client_id;
        IF @@ROWCOUNT = 0
            INSERT INTO consents (user_id, client_id, scopes, granted_at) VALUES (@user_id, @client_id, @scopes, SYSUTCDATETIME());
        COMMIT TRANSACTION;
        """;
}
