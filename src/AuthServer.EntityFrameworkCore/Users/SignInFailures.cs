using AuthServer.Core.Audit;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIns;
using AuthServer.EntityFrameworkCore.Relational;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace AuthServer.EntityFrameworkCore.Users;

/// <summary>
/// Records a refused sign-in: counts it towards lock-out where it counts, and audits it, by one statement with one commit whoever was asked for,
/// so that parallel guesses all count and the time of the answer does not tell what was wrong.
/// </summary>
public sealed class SignInFailures(RelationalDatabase database, IOptions<IdentityOptions> options, SignInMetrics metrics)
{
    private readonly string _statement = database.Provider == DatabaseProvider.SqlServer ? SignInFailureStatements.SqlServer : SignInFailureStatements.PostgreSql;

    /// <param name="userId">Null when there is no such user.</param>
    /// <param name="counts">False when the user is locked out already.</param>
    public async Task RecordAsync(Guid? userId, string reason, bool counts, Caller caller, CancellationToken cancellationToken)
    {
        var lockout = options.Value.Lockout;
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = _statement;
        command.CommandTimeout = RelationalDatabase.StatementTimeout;
        command.Id("user_id", userId)
            .Flag("counts", counts)
            .Number("limit", lockout.MaxFailedAccessAttempts)
            .Seconds("lockout", lockout.DefaultLockoutTimeSpan)
            .Text("stamp", Guid.NewGuid().ToString())
            .Text("type", AuditEventTypes.SignInFailed)
            .Text("actor", Actors.Server)
            .Text("reason", reason)
            .Caller(caller);
        await command.ExecuteNonQueryAsync(cancellationToken);
        metrics.Failed(reason);
    }
}
