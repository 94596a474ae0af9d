using System.Data.Common;
using AuthServer.Core.Artefacts;
using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;
using AuthServer.EntityFrameworkCore.Relational;

namespace AuthServer.EntityFrameworkCore.Artefacts;

/// <summary>Codes and pushed requests on PostgreSQL or SQL Server, by hand-written statements and the database's own clock.</summary>
public sealed class RelationalArtefactStore(RelationalDatabase database) : IArtefactStore
{
    private readonly ArtefactStatements _statements =
        database.Provider == DatabaseProvider.SqlServer ? ArtefactStatements.SqlServer : ArtefactStatements.PostgreSql;

    // What is spent by it is spent for good, so only the wait for a connection is cancelled.
    public Task<bool> AddAsync(NewArtefact artefact, CancellationToken cancellationToken) => Attempts.OnceAsync(
        async () =>
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            await using var command = Command(connection, _statements.Add, artefact.Key)
                .Text("client_id", artefact.ClientId.Value)
                .Number("client_epoch", artefact.ClientEpoch)
                .Id("user_id", artefact.UserId?.Value)
                .Number("user_epoch", artefact.UserEpoch)
                .Text("payload", artefact.Payload)
                .Seconds("lifetime", artefact.Lifetime)
                .Small("spent_kind", (short?)artefact.Spends?.Kind)
                .Bytes("spent_hash", artefact.Spends?.HashBytes());
            return await command.ExecuteScalarAsync(CancellationToken.None) is not null;
        },
        "A code or request could not be kept.");

    public Task<OneTimeArtefact?> FindAsync(ArtefactKey key, CancellationToken cancellationToken) => Attempts.OnceAsync(
        async () =>
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            await using var command = Command(connection, _statements.Find, key);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            return await reader.ReadAsync(cancellationToken) ? Artefact(key, reader) : null;
        },
        "A code or request could not be read.");

    public Task ProlongAsync(ArtefactKey key, TimeSpan lifetime, CancellationToken cancellationToken) => Attempts.RepeatAsync(
        async () =>
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            await using var command = Command(connection, _statements.Prolong, key).Seconds("lifetime", lifetime);
            return await command.ExecuteNonQueryAsync(cancellationToken);
        },
        "A request could not be prolonged.");

    private static DbCommand Command(DbConnection connection, string statement, ArtefactKey key) =>
        connection.Statement(statement).Small("kind", (short)key.Kind).Bytes("hash", key.HashBytes());

    /// <summary>From eight columns: client_id, client_epoch, user_id, user_epoch, payload, expires_at, spent_at, session_id.</summary>
    internal static OneTimeArtefact Artefact(ArtefactKey key, DbDataReader reader) => new()
    {
        Key = key,
        ClientId = new ClientId(reader.GetString(0)),
        ClientEpoch = reader.GetInt32(1),
        UserId = reader.Id(2) is { } user ? new UserId(user) : null,
        UserEpoch = reader.Number(3),
        Payload = reader.GetString(4),
        ExpiresAt = reader.GetFieldValue<DateTimeOffset>(5),
        SpentAt = reader.Instant(6),
        SessionId = reader.Id(7) is { } session ? new SessionId(session) : null,
    };
}
