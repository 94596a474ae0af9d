using Npgsql;

namespace AuthServer.EntityFrameworkCore.Development;

/// <summary>The database inside the cluster.</summary>
internal sealed class DevelopmentDatabase(ClusterLayout layout)
{
    /// <summary>Makes the database when it is missing; false while PostgreSQL does not accept connections.</summary>
    public async Task<bool> TryEnsureAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(layout.ConnectionString("postgres") + ";Pooling=false;Timeout=5");
            await connection.OpenAsync(cancellationToken);
            if (!await ExistsAsync(connection, cancellationToken))
            {
                await using var create = new NpgsqlCommand($"CREATE DATABASE {ClusterLayout.Database}", connection);
                await create.ExecuteNonQueryAsync(cancellationToken);
            }

            return true;
        }
        catch (PostgresException refusal)
        {
            return IsComingOrGoing(refusal.SqlState) ? false : throw new InvalidOperationException(refusal.MessageText, refusal);
        }
        catch (NpgsqlException)
        {
            // No socket yet, or no longer.
            return false;
        }
    }

    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", connection);
        command.Parameters.AddWithValue(ClusterLayout.Database);
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    private static bool IsComingOrGoing(string state) =>
        state is PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown;
}
