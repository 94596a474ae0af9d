using System.Data.Common;
using AuthServer.Core.Sessions;
using AuthServer.EntityFrameworkCore.Relational;

namespace AuthServer.EntityFrameworkCore.Sessions;

/// <summary>
/// The end of all sessions of a client, in its two halves: the epoch, which decides and may stand in the caller's own transaction,
/// and the rows, which follow after it has committed.
/// </summary>
public sealed class ClientSessionsEnd(RelationalDatabase database)
{
    private readonly SessionStatements _statements = UserSessionsEnd.SessionStatementsOf(database.Provider);

    /// <summary>Raises epoch and version, on the connection and in the transaction of whatever is the reason for it. Null when there is no such client.</summary>
    public async Task<int?> DecideAsync(EndSessionsOfClient end, DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, _statements.RaiseClientEpoch, end);
        return await UserSessionsEnd.EpochAsync(command, transaction, cancellationToken);
    }

    /// <summary>Marks the rows of sessions that are behind <paramref name="epoch"/>, in batches. Returns how many.</summary>
    public async Task<int> MarkAsync(EndSessionsOfClient end, int epoch, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var sessions = await UserSessionsEnd.UntilNoneAsync(() => Command(connection, _statements.MarkEndedOfClient, end).Number("epoch", epoch), cancellationToken);
        await SettleAsync(end, epoch, connection);
        return sessions;
    }

    /// <summary>Marks one batch of them. Returns how many; null when there was no row left to mark, which then is remembered.</summary>
    internal async Task<int?> MarkBatchAsync(EndSessionsOfClient end, int epoch, DbConnection connection)
    {
        await using var mark = Command(connection, _statements.MarkEndedOfClient, end).Number("epoch", epoch);
        if (await mark.ReadIdsAsync(CancellationToken.None) is { Count: > 0 } marked)
        {
            return marked.Count;
        }

        await SettleAsync(end, epoch, connection);
        return null;
    }

    private static async Task SettleAsync(EndSessionsOfClient end, int epoch, DbConnection connection)
    {
        await using var settle = connection.Statement(UnmarkedEndStatements.SettleClient).Text("subject", end.ClientId.Value).Number("epoch", epoch);
        await settle.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private static DbCommand Command(DbConnection connection, string statement, EndSessionsOfClient end) =>
        connection.Statement(statement).Text("client_id", end.ClientId.Value).End(end.Reason, end.Actor, end.Caller, end.Note);
}
