using AuthServer.Core.Sessions;
using AuthServer.EntityFrameworkCore.Relational;

namespace AuthServer.EntityFrameworkCore.Sessions;

/// <summary>The end of many sessions at once on PostgreSQL or SQL Server.</summary>
public sealed class RelationalSessionEnds(RelationalDatabase database, UserSessionsEnd userSessions, ClientSessionsEnd clientSessions) : ISessionEnds
{
    private readonly SessionStatements _statements = UserSessionsEnd.SessionStatementsOf(database.Provider);
    private readonly ChosenSessionsEnd _chosen = new(database.Provider);
    private readonly UnmarkedEnds _unmarked = new(database, userSessions, clientSessions);

    public async Task<int> EndAllOfUserAsync(EndSessionsOfUser command, CancellationToken cancellationToken)
    {
        const string Failure = "The end of a user's sessions could not be confirmed.";
        var epoch = await Attempts.OnceAsync(
            async () =>
            {
                await using var connection = await database.OpenAsync(cancellationToken);
                await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
                var raised = await userSessions.DecideAsync(command, connection, transaction, cancellationToken);
                await transaction.CommitAsync(CancellationToken.None);
                return raised;
            },
            Failure);
        return epoch is null ? 0 : await Attempts.RepeatAsync(() => userSessions.MarkAsync(command, epoch.Value, CancellationToken.None), Failure);
    }

    // Nothing but these rows decides, so once begun it is not cancelled.
    public Task<int> EndOfUserAtClientAsync(EndSessionsAtClient command, CancellationToken cancellationToken) => Attempts.OnceAsync(
        async () =>
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            return await UserSessionsEnd.UntilNoneAsync(
                () => connection.Statement(_statements.EndOfUserAtClient)
                    .Id("user_id", command.UserId.Value)
                    .Text("client_id", command.ClientId.Value)
                    .End(command.Reason, command.Actor, command.Caller, command.Note),
                CancellationToken.None);
        },
        "The end of a user's sessions at a client could not be confirmed.");

    public async Task<int> EndAllOfClientAsync(EndSessionsOfClient command, CancellationToken cancellationToken)
    {
        const string Failure = "The end of a client's sessions could not be confirmed.";
        var epoch = await Attempts.OnceAsync(
            async () =>
            {
                await using var connection = await database.OpenAsync(cancellationToken);
                await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
                var raised = await clientSessions.DecideAsync(command, connection, transaction, cancellationToken);
                await transaction.CommitAsync(CancellationToken.None);
                return raised;
            },
            Failure);
        return epoch is null ? 0 : await Attempts.RepeatAsync(() => clientSessions.MarkAsync(command, epoch.Value, CancellationToken.None), Failure);
    }

    public Task<MarkSweep?> MarkLeftAsync(long after, CancellationToken cancellationToken) =>
        Attempts.OnceAsync(() => _unmarked.MarkAsync(after, cancellationToken), "What has ended could not be marked.");

    // As above: what was chosen ends, whether or not whoever chose it waits for the answer.
    public async Task<int> EndManyAsync(EndSessions command, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var total = 0;
        foreach (var batch in command.Ids.Select(id => id.Value).Distinct().Order().Chunk(EndSessions.BatchSize))
        {
            total += await Attempts.RepeatAsync(() => EndBatchAsync(command, batch), "The end of chosen sessions could not be confirmed.");
        }

        return total;
    }

    private async Task<int> EndBatchAsync(EndSessions command, Guid[] batch)
    {
        await using var connection = await database.OpenAsync(CancellationToken.None);
        await using var transaction = await connection.BeginTransactionAsync(CancellationToken.None);
        var ended = await _chosen.EndAsync(command, batch, connection, transaction, CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
        return ended;
    }
}
