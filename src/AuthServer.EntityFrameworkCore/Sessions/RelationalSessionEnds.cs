using AuthServer.Core.Sessions;
using AuthServer.EntityFrameworkCore.Relational;

namespace AuthServer.EntityFrameworkCore.Sessions;

/// <summary>The end of many sessions at once on PostgreSQL or SQL Server.</summary>
public sealed class RelationalSessionEnds(RelationalDatabase database, UserSessionsEnd userSessions) : ISessionEnds
{
    private readonly SessionStatements _statements = UserSessionsEnd.SessionStatementsOf(database.Provider);

    public Task<int> EndAllOfUserAsync(EndSessionsOfUser command, CancellationToken cancellationToken) => Attempts.OnceAsync(
        async () =>
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            return await userSessions.DecideAsync(command, connection, transaction: null, cancellationToken) is { } epoch
                ? await userSessions.MarkAsync(command, epoch, CancellationToken.None)
                : 0;
        },
        "The end of a user's sessions could not be confirmed.");

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
}
