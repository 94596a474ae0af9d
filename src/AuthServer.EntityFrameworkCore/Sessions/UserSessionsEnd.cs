using System.Data.Common;
using System.Globalization;
using AuthServer.Core.Sessions;
using AuthServer.EntityFrameworkCore.Relational;
using AuthServer.EntityFrameworkCore.SignIns;

namespace AuthServer.EntityFrameworkCore.Sessions;

/// <summary>
/// The end of all of a user's sessions, in its two halves: the epoch, which decides and may stand in the caller's own transaction,
/// and the rows, which follow after it has committed. The end of the user's access tokens alone has the first half only.
/// </summary>
public sealed class UserSessionsEnd(RelationalDatabase database)
{
    private readonly SessionStatements _statements = SessionStatementsOf(database.Provider);
    private readonly string _markSignIns = RelationalSignInStore.StatementsOf(database.Provider).MarkEndedOfUser;
    private readonly CarryOver _carryOver = new(database.Provider);

    /// <summary>
    /// Raises the epoch, on the connection and in the transaction of whatever is the reason for it, and lets what is kept follow it. Null when there is no
    /// such user.
    /// </summary>
    public async Task<int?> DecideAsync(EndSessionsOfUser end, DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, _statements.RaiseUserEpoch, end);
        var epoch = await EpochAsync(command, transaction, cancellationToken);
        if (epoch is { } raised && (end.Kept is not null || end.KeptSession is not null))
        {
            await _carryOver.KeepAsync(connection, transaction, end.UserId, raised, end.Kept, end.KeptSession, cancellationToken);
        }

        return epoch;
    }

    /// <summary>
    /// Raises the epoch, in the transaction of whatever changes what the user may, and lets everything follow it but the access tokens that are out. Whoever
    /// refreshes meanwhile gets what was true under the old epoch with the old epoch, or what is true under the new one with the new. Null when there is no
    /// such user.
    /// </summary>
    public async Task<int?> DecideAsync(EndTokensOfUser end, DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = connection.Statement(_statements.RenewUserEpoch)
            .Id("user_id", end.UserId.Value)
            .Text("actor", end.Actor)
            .Text("note", end.Note)
            .FeedRetention()
            .Caller(end.Caller);
        var epoch = await EpochAsync(command, transaction, cancellationToken);
        if (epoch is { } raised)
        {
            await _carryOver.KeepAllAsync(connection, transaction, end.UserId, raised, cancellationToken);
        }

        return epoch;
    }

    /// <summary>Marks the rows of sessions and sign-ins that are behind <paramref name="epoch"/>, in batches. Returns how many sessions.</summary>
    public async Task<int> MarkAsync(EndSessionsOfUser end, int epoch, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var sessions = await RepeatAsync(_statements.MarkEndedOfUser);
        await RepeatAsync(_markSignIns);
        await SettleAsync(end, epoch, connection);
        return sessions;

        Task<int> RepeatAsync(string statement) => UntilNoneAsync(() => Command(connection, statement, end).Number("epoch", epoch), cancellationToken);
    }

    /// <summary>Marks one batch of them. Returns how many sessions; null when there was no row left to mark, which then is remembered.</summary>
    internal async Task<int?> MarkBatchAsync(EndSessionsOfUser end, int epoch, DbConnection connection)
    {
        foreach (var statement in new[] { _statements.MarkEndedOfUser, _markSignIns })
        {
            await using var mark = Command(connection, statement, end).Number("epoch", epoch);
            if (await mark.ReadIdsAsync(CancellationToken.None) is { Count: > 0 } marked)
            {
                return statement == _markSignIns ? 0 : marked.Count;
            }
        }

        await SettleAsync(end, epoch, connection);
        return null;
    }

    /// <summary>Runs a statement that takes a batch of rows until it finds none. Returns how many it took.</summary>
    internal static async Task<int> UntilNoneAsync(Func<DbCommand> batch, CancellationToken cancellationToken)
    {
        for (var total = 0; ;)
        {
            await using var command = batch();
            if (await command.ReadIdsAsync(cancellationToken) is not { Count: > 0 } ids)
            {
                return total;
            }

            total += ids.Count;
        }
    }

    internal static SessionStatements SessionStatementsOf(DatabaseProvider provider) =>
        provider == DatabaseProvider.SqlServer ? SqlServerSessionStatements.All : PostgreSqlSessionStatements.All;

    /// <summary>The epoch that a statement has raised, or null.</summary>
    internal static async Task<int?> EpochAsync(DbCommand command, DbTransaction transaction, CancellationToken cancellationToken)
    {
        command.Transaction = transaction;
        return await command.ExecuteScalarAsync(cancellationToken) is { } epoch ? Convert.ToInt32(epoch, CultureInfo.InvariantCulture) : null;
    }

    private static async Task SettleAsync(EndSessionsOfUser end, int epoch, DbConnection connection)
    {
        await using var settle = connection.Statement(UnmarkedEndStatements.SettleUser)
            .Text("subject", end.UserId.ToString()).Id("user_id", end.UserId.Value).Number("epoch", epoch);
        await settle.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private static DbCommand Command(DbConnection connection, string statement, EndSessionsOfUser end) =>
        connection.Statement(statement).Id("user_id", end.UserId.Value).End(end.Reason, end.Actor, end.Caller, end.Note);
}
