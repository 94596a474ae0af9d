using System.Data.Common;
using AuthServer.Core.Sessions;
using AuthServer.EntityFrameworkCore.Relational;

namespace AuthServer.EntityFrameworkCore.Sessions;

/// <summary>
/// Sessions on PostgreSQL or SQL Server, by hand-written statements: one conditional statement a verb, and the database's own clock.
/// </summary>
public sealed class RelationalSessionStore : ISessionStore
{
    private readonly RelationalDatabase _database;
    private readonly SessionStatements _statements;
    private readonly RotationLane? _lane;

    public RelationalSessionStore(RelationalDatabase database)
    {
        _database = database;
        _statements = UserSessionsEnd.SessionStatementsOf(database.Provider);
        _lane = database.Provider == DatabaseProvider.PostgreSql
            ? new RotationLane(RotateOneAsync, rotations => PostgreSqlRotationBatch.ExecuteAsync(database, rotations))
            : null;
    }

    public Task<SessionWrite> CreateAsync(NewSession session, CancellationToken cancellationToken) => WriteAsync(_statements.Create, command => command
        .Id("id", session.Id.Value)
        .Id("user_id", session.UserId.Value)
        .Number("user_epoch", session.UserEpoch)
        .Text("client_id", session.ClientId.Value)
        .Number("client_epoch", session.ClientEpoch)
        .Number("client_version", session.ClientVersion)
        .Id("sign_in_id", session.SignInId?.Value)
        .Small("spent_kind", (short?)session.Spends?.Kind)
        .Bytes("spent_hash", session.Spends?.HashBytes())
        .Flag("needs_consent", session.NeedsConsent)
        .Text("scopes", session.Scopes.ToString())
        .Text("audiences", session.Audiences.ToString())
        .Instant("authenticated_at", session.AuthenticatedAt)
        .Text("acr", session.Acr)
        .Text("amr", session.Amr)
        .Bytes("token_hash", session.TokenHash?.ToArray())
        .Small("key_id", session.KeyId)
        .Seconds("idle_lifetime", session.IdleLifetime)
        .Seconds("absolute_lifetime", session.AbsoluteLifetime)
        .Text("proof_key_thumbprint", session.ProofKeyThumbprint)
        .Text("address", session.Caller.OrderedAddress)
        .Text("network", session.Caller.Network)
        .Caller(session.Caller), cancellationToken);

    public Task<SessionWrite> RotateAsync(RotateSession rotation) => _lane is null ? RotateOneAsync(rotation) : _lane.RotateAsync(rotation);

    public Task<SessionWrite> KeepAsync(KeepSession keep) => WriteAsync(_statements.Keep, command => command
        .Id("id", keep.Id.Value)
        .Big("generation", keep.Generation)
        .Bytes("presented_hash", keep.PresentedHash.ToArray())
        .Text("client_id", keep.ClientId.Value)
        .Number("client_version", keep.ClientVersion)
        .Text("proof_key_thumbprint", keep.ProofKeyThumbprint)
        .Seconds("idle_lifetime", keep.IdleLifetime)
        .Text("address", keep.Caller.OrderedAddress)
        .Text("network", keep.Caller.Network)
        .Caller(keep.Caller), CancellationToken.None);

    public Task<SessionWrite> RetryAsync(RetrySession retry) => WriteAsync(_statements.Retry, command => command
        .Id("id", retry.Id.Value)
        .Big("generation", retry.Generation)
        .Bytes("presented_hash", retry.PresentedHash.ToArray())
        .Text("client_id", retry.ClientId.Value)
        .Number("client_version", retry.ClientVersion)
        .Text("proof_key_thumbprint", retry.ProofKeyThumbprint)
        .Seconds("window", retry.Window.Duration)
        .Seconds("bound_window", retry.BoundWindow.Duration)
        .Number("retry_limit", retry.RetryLimit)
        .Number("foreign_retry_limit", retry.ForeignRetryLimit)
        .Text("network", retry.Caller.Network)
        .Text("user_agent", retry.Caller.UserAgent), CancellationToken.None);

    public Task<SessionSnapshot?> FindAsync(SessionId id, CancellationToken cancellationToken) => Attempts.OnceAsync(
        async () =>
        {
            await using var connection = await _database.OpenAsync(cancellationToken);
            return await ReadAsync(connection, _statements.Find, command => command.Id("id", id.Value), cancellationToken);
        },
        "A session could not be read.");

    // Ending twice is ending once.
    public Task<bool> EndAsync(EndSession command) => Attempts.RepeatAsync(() => EndOnceAsync(command), "The end of a session could not be confirmed.");

    private Task<SessionWrite> RotateOneAsync(RotateSession rotation) => WriteAsync(_statements.Rotate, command => command
        .Id("id", rotation.Id.Value)
        .Big("generation", rotation.Generation)
        .Bytes("presented_hash", rotation.PresentedHash.ToArray())
        .Bytes("successor_hash", rotation.SuccessorHash.ToArray())
        .Bytes("salt", rotation.Salt)
        .Small("key_id", rotation.KeyId)
        .Text("client_id", rotation.ClientId.Value)
        .Number("client_version", rotation.ClientVersion)
        .Text("proof_key_thumbprint", rotation.ProofKeyThumbprint)
        .Seconds("idle_lifetime", rotation.IdleLifetime)
        .Text("address", rotation.Caller.OrderedAddress)
        .Text("network", rotation.Caller.Network)
        .Caller(rotation.Caller), CancellationToken.None);

    private async Task<bool> EndOnceAsync(EndSession command)
    {
        await using var connection = await _database.OpenAsync(CancellationToken.None);
        await using var statement = connection.Statement(_statements.End);
        statement.Id("id", command.Id.Value)
            .Text("only_of_client", command.OnlyOfClient?.Value)
            .Flag("only_if_expired", command.OnlyIfExpired)
            .Big("generation_distance", command.GenerationDistance)
            .End(command.Reason, command.Actor, command.Caller, command.Note);
        return await statement.ExecuteScalarAsync(CancellationToken.None) is not null;
    }

    /// <summary>Runs a conditional statement to its end: only the wait for a connection is cancelled, for an outcome must be known.</summary>
    private async Task<SessionWrite> WriteAsync(string statement, Func<DbCommand, DbCommand> bind, CancellationToken cancellationToken)
    {
        await using var connection = await _database.OpenAsync(cancellationToken);
        try
        {
            return await ReadAsync(connection, statement, bind, CancellationToken.None) is { } snapshot
                ? new SessionWrite.Applied(snapshot)
                : new SessionWrite.NotApplied();
        }
        catch (DbException exception)
        {
            return new SessionWrite.Unknown(exception);
        }
    }

    private static async Task<SessionSnapshot?> ReadAsync(
        DbConnection connection, string statement, Func<DbCommand, DbCommand> bind, CancellationToken cancellationToken)
    {
        await using var command = connection.Statement(statement);
        await using var reader = await bind(command).ExecuteReaderAsync(cancellationToken);
        var snapshot = await reader.ReadAsync(cancellationToken) ? SessionColumns.Read(reader) : null;

        // No result is used before the command has completed without error.
        await reader.CloseAsync();
        return snapshot;
    }
}
