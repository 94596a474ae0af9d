using AuthServer.Testing.PostgreSql;

namespace AuthServer.Tests.Logout;

/// <summary>A queued logout token as stored.</summary>
public sealed record DeliveryRow(int Attempts, bool IsDue, bool IsDelivered, string? LastError)
{
    public static async Task<DeliveryRow> OfAsync(TestDatabase database, Guid session) => (await database.ReadAsync(
        "SELECT attempts, next_attempt_at IS NOT NULL, delivered_at IS NOT NULL, last_error FROM logout_deliveries WHERE session_id = @id",
        row => new DeliveryRow(row.GetInt32(0), row.GetBoolean(1), row.GetBoolean(2), row.IsDBNull(3) ? null : row.GetString(3)),
        ("id", session))).Single();

    /// <summary>The row once it is as it should be.</summary>
    public static async Task<DeliveryRow> UntilAsync(TestDatabase database, Guid session, Predicate<DeliveryRow> isThere)
    {
        for (var patience = 0; patience < 600; patience++)
        {
            if (await OfAsync(database, session) is var row && isThere(row))
            {
                return row;
            }

            await Task.Delay(50);
        }

        throw new InvalidOperationException($"Still {await OfAsync(database, session)}");
    }

    /// <summary>Lets the pause before the next attempt, or the lease of a node that died, pass.</summary>
    public static Task HurryAsync(TestDatabase database, Guid session) =>
        database.ExecuteAsync("UPDATE logout_deliveries SET next_attempt_at = clock_timestamp() WHERE session_id = @id AND next_attempt_at IS NOT NULL", ("id", session));
}
