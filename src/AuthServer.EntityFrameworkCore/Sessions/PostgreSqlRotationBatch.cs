using System.Data.Common;
using AuthServer.Core.Sessions;
using AuthServer.EntityFrameworkCore.Relational;
using Npgsql;
using NpgsqlTypes;

namespace AuthServer.EntityFrameworkCore.Sessions;

/// <summary>Carries out many rotations, of different sessions, by one statement.</summary>
internal static class PostgreSqlRotationBatch
{
    /// <summary>What became of each. A rotation that is not in the answer was skipped, for its row was held by another transaction.</summary>
    public static async Task<Dictionary<SessionId, SessionWrite>> ExecuteAsync(RelationalDatabase database, IReadOnlyList<RotateSession> rotations)
    {
        await using var connection = await database.OpenAsync(CancellationToken.None);
        await using var command = Command((NpgsqlConnection)connection, rotations);
        await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
        var writes = new Dictionary<SessionId, SessionWrite>(rotations.Count);
        while (await reader.ReadAsync(CancellationToken.None))
        {
            writes[new SessionId(reader.GetGuid(0))] = Write(reader);
        }

        // No result is used before the command has completed without error.
        await reader.CloseAsync();
        return writes;
    }

    private static SessionWrite Write(DbDataReader reader) =>
        reader.IsDBNull(1) ? new SessionWrite.NotApplied() : new SessionWrite.Applied(SessionColumns.Read(reader, first: 1));

    private static NpgsqlCommand Command(NpgsqlConnection connection, IReadOnlyList<RotateSession> rotations)
    {
        var command = new NpgsqlCommand(PostgreSqlSessionStatements.RotateMany, connection) { CommandTimeout = RelationalDatabase.StatementTimeout };
        Add("ids", NpgsqlDbType.Uuid, rotation => rotation.Id.Value);
        Add("generations", NpgsqlDbType.Bigint, rotation => (long)rotation.Generation);
        Add("presented_hashes", NpgsqlDbType.Bytea, rotation => rotation.PresentedHash.ToArray());
        Add("successor_hashes", NpgsqlDbType.Bytea, rotation => rotation.SuccessorHash.ToArray());
        Add("salts", NpgsqlDbType.Bytea, rotation => rotation.Salt);
        Add("key_ids", NpgsqlDbType.Smallint, rotation => (short)rotation.KeyId);
        Add("client_ids", NpgsqlDbType.Text, rotation => rotation.ClientId.Value);
        Add("client_versions", NpgsqlDbType.Integer, rotation => rotation.ClientVersion);
        Add("proof_key_thumbprints", NpgsqlDbType.Text, rotation => rotation.ProofKeyThumbprint);
        Add("idle_lifetimes", NpgsqlDbType.Double, rotation => rotation.IdleLifetime.TotalSeconds);
        Add("ips", NpgsqlDbType.Text, rotation => rotation.Caller.Ip);
        Add("addresses", NpgsqlDbType.Text, rotation => rotation.Caller.OrderedAddress);
        Add("networks", NpgsqlDbType.Text, rotation => rotation.Caller.Network);
        Add("user_agents", NpgsqlDbType.Text, rotation => rotation.Caller.UserAgent);
        return command;

        void Add<T>(string name, NpgsqlDbType type, Func<RotateSession, T> value) =>
            command.Parameters.Add(new NpgsqlParameter(name, NpgsqlDbType.Array | type) { Value = rotations.Select(value).ToArray() });
    }
}
