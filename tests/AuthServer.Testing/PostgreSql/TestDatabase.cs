using Npgsql;

namespace AuthServer.Testing.PostgreSql;

/// <summary>A database of a test's own, dropped with everything in it when the test is done.</summary>
public sealed class TestDatabase(string connectionString, Func<Task> drop) : IAsyncDisposable
{
    // In seconds: for the statements that make a million rows.
    private const int Patience = 600;

    public string ConnectionString => connectionString;

    /// <summary>Runs a statement beside the product's own connections; returns how many rows it touched.</summary>
    public async Task<int> ExecuteAsync(string statement, params (string Name, object Value)[] parameters)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = Command(connection, statement, parameters);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>Reads rows beside the product's own connections.</summary>
    public async Task<IReadOnlyList<T>> ReadAsync<T>(string statement, Func<NpgsqlDataReader, T> read, params (string Name, object Value)[] parameters)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = Command(connection, statement, parameters);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearPool(new NpgsqlConnection(connectionString));
        await drop();
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string statement, (string Name, object Value)[] parameters)
    {
        var command = new NpgsqlCommand(statement, connection) { CommandTimeout = Patience };
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
