using System.Data.Common;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIns;
using AuthServer.EntityFrameworkCore.Relational;
using AuthServer.EntityFrameworkCore.Sessions;

namespace AuthServer.EntityFrameworkCore.SignIns;

/// <summary>Browser sign-ins on PostgreSQL or SQL Server, by hand-written statements and the database's own clock.</summary>
public sealed class RelationalSignInStore(RelationalDatabase database) : ISignInStore
{
    private readonly SignInStatements _statements = StatementsOf(database.Provider);

    private readonly string _endSessions = UserSessionsEnd.SessionStatementsOf(database.Provider).EndUnderSignIn;

    // Only the wait for a connection is cancelled: a cookie must not be withheld for a sign-in that is recorded.
    public Task<SignInSnapshot?> CreateAsync(NewSignIn signIn, CancellationToken cancellationToken) => ReadAsync(
        _statements.Create,
        command => command
            .Id("id", signIn.Id.Value)
            .Id("user_id", signIn.UserId.Value)
            .Number("user_epoch", signIn.UserEpoch)
            .Text("acr", signIn.Acr)
            .Text("amr", signIn.Amr)
            .Seconds("lifetime", signIn.Lifetime)
            .Text("address", signIn.Caller.OrderedAddress)
            .Caller(signIn.Caller),
        cancellationToken,
        CancellationToken.None);

    public Task<SignInSnapshot?> FindAsync(SignInId id, CancellationToken cancellationToken) =>
        ReadAsync(_statements.Find, command => command.Id("id", id.Value), cancellationToken, cancellationToken);

    public Task<SignInSnapshot?> RaiseAsync(SignInId id, string acr, string amr, CancellationToken cancellationToken) =>
        ReadAsync(_statements.Raise, command => command.Id("id", id.Value).Text("acr", acr).Text("amr", amr), cancellationToken, CancellationToken.None);

    public Task<bool> NoteSeenAsync(SignInId id, TimeSpan pause, CancellationToken cancellationToken) => Attempts.OnceAsync(
        async () =>
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            await using var command = connection.Statement(_statements.NoteSeen).Id("id", id.Value).Seconds("pause", pause);
            return await command.ReadIdsAsync(cancellationToken) is not [];
        },
        "The use of a sign-in could not be noted.");

    public Task<IReadOnlyList<SessionId>?> EndAsync(EndSignIn command) =>
        Attempts.RepeatAsync(() => EndOnceAsync(command), "The end of a sign-in could not be confirmed.");

    internal static SignInStatements StatementsOf(DatabaseProvider provider) =>
        provider == DatabaseProvider.SqlServer ? SqlServerSignInStatements.All : PostgreSqlSignInStatements.All;

    /// <summary>
    /// Two statements: the first waits for whoever creates a session under the sign-in at this moment, and only a later one sees what came of it.
    /// </summary>
    private async Task<IReadOnlyList<SessionId>?> EndOnceAsync(EndSignIn end)
    {
        await using var connection = await database.OpenAsync(CancellationToken.None);
        await using var transaction = await connection.BeginTransactionAsync(CancellationToken.None);
        if (await EndedAsync(_statements.End) is [])
        {
            return null;
        }

        var sessions = await EndedAsync(_endSessions);
        await transaction.CommitAsync(CancellationToken.None);
        return [.. sessions.Select(id => new SessionId(id))];

        async Task<List<Guid>> EndedAsync(string statement)
        {
            await using var command = connection.Statement(statement, transaction);
            command.Id("id", end.Id.Value).End(end.Reason, end.Actor, end.Caller, end.Note);
            return await command.ReadIdsAsync(CancellationToken.None);
        }
    }

    private Task<SignInSnapshot?> ReadAsync(
        string statement, Func<DbCommand, DbCommand> bind, CancellationToken untilConnected, CancellationToken untilDone) =>
        Attempts.OnceAsync(
            async () =>
            {
                await using var connection = await database.OpenAsync(untilConnected);
                await using var command = connection.Statement(statement);
                await using var reader = await bind(command).ExecuteReaderAsync(untilDone);
                var snapshot = await reader.ReadAsync(untilDone) ? SignInColumns.Read(reader) : null;

                // No result is used before the command has completed without error.
                await reader.CloseAsync();
                return snapshot;
            },
            "A sign-in could not be read or written.");
}
