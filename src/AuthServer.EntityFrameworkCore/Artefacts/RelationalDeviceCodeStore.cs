using System.Data.Common;
using AuthServer.Core.Artefacts;
using AuthServer.Core.Clients;
using AuthServer.Core.Devices;
using AuthServer.EntityFrameworkCore.Relational;

namespace AuthServer.EntityFrameworkCore.Artefacts;

/// <summary>Device codes on PostgreSQL or SQL Server, in the table of <see cref="RelationalArtefactStore"/>.</summary>
public sealed class RelationalDeviceCodeStore(RelationalDatabase database) : IDeviceCodeStore
{
    private readonly DeviceCodeStatements _statements =
        database.Provider == DatabaseProvider.SqlServer ? DeviceCodeStatements.SqlServer : DeviceCodeStatements.PostgreSql;

    public Task<bool> AddAsync(NewDeviceCode code, CancellationToken cancellationToken) => Attempts.OnceAsync(
        async () =>
        {
            var artefact = code.Artefact;
            await using var connection = await database.OpenAsync(cancellationToken);
            await using var command = Command(connection, _statements.Add, artefact.Key)
                .Text("client_id", artefact.ClientId.Value)
                .Number("client_epoch", artefact.ClientEpoch)
                .Text("payload", artefact.Payload)
                .Bytes("user_code_hash", code.UserCodeHash)
                .Number("poll_interval", (int)code.Interval.TotalSeconds)
                .Seconds("lifetime", artefact.Lifetime);
            return await command.ExecuteScalarAsync(cancellationToken) is not null;
        },
        "A device code could not be kept.");

    public Task<OneTimeArtefact?> FindByUserCodeAsync(byte[] userCodeHash, CancellationToken cancellationToken) => Attempts.OnceAsync(
        async () =>
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            await using var command = connection.Statement(_statements.Find)
                .Small("kind", (short)ArtefactKind.DeviceCode)
                .Bytes("user_code_hash", userCodeHash);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            return await reader.ReadAsync(cancellationToken)
                ? RelationalArtefactStore.Artefact(new ArtefactKey(ArtefactKind.DeviceCode, Convert.ToHexStringLower(reader.Bytes(8)!)), reader)
                : null;
        },
        "A device code could not be read.");

    // The user is told what became of the answer, so only the wait for a connection is cancelled.
    public Task<bool> DecideAsync(DeviceDecision decision, CancellationToken cancellationToken) => Attempts.OnceAsync(
        async () =>
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            await using var command = Command(connection, _statements.Decide, decision.Key)
                .Id("user_id", decision.UserId.Value)
                .Number("user_epoch", decision.UserEpoch)
                .Text("payload", decision.Payload);
            return await command.ExecuteNonQueryAsync(CancellationToken.None) == 1;
        },
        "A user's answer to a device could not be kept.");

    public Task<DevicePoll?> PollAsync(ArtefactKey key, ClientId client, CancellationToken cancellationToken) => Attempts.OnceAsync(
        async () =>
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            await using var command = Command(connection, _statements.Poll, key)
                .Text("client_id", client.Value)
                .Number("slow_down", (int)DeviceCodes.SlowDown.TotalSeconds);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            return await reader.ReadAsync(cancellationToken)
                ? new DevicePoll(RelationalArtefactStore.Artefact(key, reader), reader.GetBoolean(8), reader.GetFieldValue<DateTimeOffset>(9))
                : null;
        },
        "A device code could not be asked for.");

    private static DbCommand Command(DbConnection connection, string statement, ArtefactKey key) =>
        connection.Statement(statement).Small("kind", (short)key.Kind).Bytes("hash", key.HashBytes());
}
