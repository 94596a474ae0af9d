using AuthServer.Testing.PostgreSql;

namespace AuthServer.Tests.Hosting;

/// <summary>What stands in the database, read and bent beside the server.</summary>
public static class SessionRows
{
    /// <summary>The row with its version and place: any write at all changes it.</summary>
    public static async Task<string> RowAsync(this TestDatabase database, Guid session) =>
        (await database.ReadAsync("SELECT s.xmin::text || s.ctid::text || row_to_json(s)::text FROM sessions s WHERE id = @id", row => row.GetString(0), ("id", session))).Single();

    public static async Task<T> SessionAsync<T>(this TestDatabase database, Guid session, string column) =>
        (await database.ReadAsync($"SELECT {column} FROM sessions WHERE id = @id", row => row.GetFieldValue<T>(0), ("id", session))).Single();

    /// <summary>Sets columns of one session: <c>rotated_at = rotated_at - interval '1 day'</c>.</summary>
    public static async Task BendAsync(this TestDatabase database, Guid session, string assignments)
    {
        if (await database.ExecuteAsync($"UPDATE sessions SET {assignments} WHERE id = @id", ("id", session)) != 1)
        {
            throw new InvalidOperationException("There is no such session.");
        }
    }

    public static Task<IReadOnlyList<AuditRow>> AuditAsync(this TestDatabase database, Guid session) => database.ReadAsync(
        "SELECT type, actor, client_id, user_id, reason, ip, user_agent, generation_distance FROM audit_events WHERE session_id = @id ORDER BY id",
        row => new AuditRow(
            row.GetString(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2), row.IsDBNull(3) ? null : row.GetGuid(3),
            row.IsDBNull(4) ? null : row.GetString(4), row.GetString(5), row.GetString(6), row.IsDBNull(7) ? null : row.GetInt64(7)),
        ("id", session));

    /// <summary>The stored reason; null while the session is active.</summary>
    public static async Task<short?> EndReasonAsync(this TestDatabase database, Guid session) =>
        (await database.ReadAsync("SELECT end_reason FROM sessions WHERE id = @id", row => row.IsDBNull(0) ? (short?)null : row.GetInt16(0), ("id", session))).Single();
}
