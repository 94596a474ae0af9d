using System.Data.Common;
using System.Globalization;
using AuthServer.Core.Revocation;
using AuthServer.Core.Sessions;
using AuthServer.EntityFrameworkCore.Relational;

namespace AuthServer.EntityFrameworkCore.Sessions;

/// <summary>
/// The end of all of a user's sessions, in its two halves: the epoch, which decides and may stand in the caller's own transaction,
/// and the rows, which follow after it has committed.
/// </summary>
public sealed class UserSessionsEnd(RelationalDatabase database)
{
    private readonly SessionStatements _statements = SessionStatementsOf(database.Provider);

    /// <summary>Raises the epoch, on the connection and in the transaction of whatever is the reason for it. Null when there is no such user.</summary>
    public async Task<int?> DecideAsync(EndSessionsOfUser end, DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, _statements.RaiseUserEpoch, end);
        command.Transaction = transaction;
        command.Seconds("feed_retention", RevocationRetention.EntryLifetime);
        return await command.ExecuteScalarAsync(cancellationToken) is { } epoch ? Convert.ToInt32(epoch, CultureInfo.InvariantCulture) : null;
    }

    /// <summary>Marks the rows that are behind <paramref name="epoch"/>, in batches. Returns how many.</summary>
    public async Task<int> MarkAsync(EndSessionsOfUser end, int epoch, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var total = 0;
        while (true)
        {
            await using var command = Command(connection, _statements.MarkEndedOfUser, end);
            command.Number("epoch", epoch);
            var marked = 0;
            await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
            {
                while (await reader.ReadAsync(cancellationToken))
                {
                    marked++;
                }
            }

            if (marked == 0)
            {
                return total;
            }

            total += marked;
        }
    }

    internal static SessionStatements SessionStatementsOf(DatabaseProvider provider) =>
        provider == DatabaseProvider.SqlServer ? SqlServerSessionStatements.All : PostgreSqlSessionStatements.All;

    private static DbCommand Command(DbConnection connection, string statement, EndSessionsOfUser end)
    {
        var command = connection.CreateCommand();
        command.CommandText = statement;
        command.CommandTimeout = RelationalDatabase.StatementTimeout;
        return command.Id("user_id", end.UserId.Value)
            .Small("reason", (short)end.Reason)
            .Text("reason_name", end.Reason.Exact())
            .Text("actor", end.Actor)
            .Caller(end.Caller);
    }
}
