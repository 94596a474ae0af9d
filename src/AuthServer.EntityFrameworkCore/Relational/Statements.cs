using System.Data.Common;

namespace AuthServer.EntityFrameworkCore.Relational;

/// <summary>Makes and runs commands for hand-written statements.</summary>
internal static class Statements
{
    public static DbCommand Statement(this DbConnection connection, string text, DbTransaction? transaction = null)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        command.Transaction = transaction;
        command.CommandTimeout = RelationalDatabase.StatementTimeout;
        return command;
    }

    /// <summary>The ids that a statement returns, once it has completed without error.</summary>
    public static async Task<List<Guid>> ReadIdsAsync(this DbCommand command, CancellationToken cancellationToken)
    {
        var ids = new List<Guid>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(reader.GetGuid(0));
        }

        await reader.CloseAsync();
        return ids;
    }
}
