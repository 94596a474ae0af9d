using System.Data.Common;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIns;
using AuthServer.Core.Users;
using AuthServer.EntityFrameworkCore.Relational;

namespace AuthServer.EntityFrameworkCore.Sessions;

/// <summary>
/// What goes on when a user's epoch is raised: it follows the epoch in the transaction that raises it, by later statements, which see what was created under
/// the user's row before that could be written.
/// </summary>
internal sealed class CarryOver(DatabaseProvider provider)
{
    private readonly CarryOverStatements _statements =
        provider == DatabaseProvider.SqlServer ? CarryOverStatements.SqlServer : CarryOverStatements.PostgreSql;

    /// <summary>A sign-in with the sessions under it, and a session by itself.</summary>
    public async Task KeepAsync(
        DbConnection connection, DbTransaction? transaction, UserId user, int epoch, SignInId? signIn, SessionId? session, CancellationToken cancellationToken)
    {
        foreach (var statement in (string[])[_statements.SignIns, _statements.Sessions])
        {
            await using var command = Command(connection, transaction, statement, user, epoch).Number("all", 0).Id("kept_sign_in", signIn?.Value).Id("kept_session", session?.Value);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>All that the user has open, codes that were not spent yet included.</summary>
    public async Task KeepAllAsync(DbConnection connection, DbTransaction? transaction, UserId user, int epoch, CancellationToken cancellationToken)
    {
        foreach (var statement in (string[])[_statements.SignIns, _statements.Sessions, _statements.Codes])
        {
            await using var command = Command(connection, transaction, statement, user, epoch).Number("all", 1).Id("kept_sign_in", null).Id("kept_session", null);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static DbCommand Command(DbConnection connection, DbTransaction? transaction, string statement, UserId user, int epoch) =>
        connection.Statement(statement, transaction).Id("user_id", user.Value).Number("epoch", epoch);
}
