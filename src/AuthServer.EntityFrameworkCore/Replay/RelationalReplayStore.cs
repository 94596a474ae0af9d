using System.Data.Common;
using AuthServer.Core.Replay;
using AuthServer.Core.Sessions;
using AuthServer.EntityFrameworkCore.Relational;

namespace AuthServer.EntityFrameworkCore.Replay;

/// <summary>What has been presented already, in the database: one statement, whose unique key settles races.</summary>
public sealed class RelationalReplayStore(RelationalDatabase database) : IReplayStore
{
    private readonly string _statement = database.Provider == DatabaseProvider.SqlServer ? ReplayStatements.SqlServer : ReplayStatements.PostgreSql;

    public async Task<bool> TryRememberAsync(ReplayKind kind, byte[] hash, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = _statement;
        command.CommandTimeout = RelationalDatabase.StatementTimeout;
        command.Small("kind", (short)kind).Bytes("hash", hash).Instant("expires_at", expiresAt);
        try
        {
            return await command.ExecuteScalarAsync(cancellationToken) is not null;
        }
        catch (DbException exception)
        {
            // Whether it is remembered now is not known, and a second attempt would find it: the sender makes a new one.
            throw new StoreUnavailableException("It could not be remembered what was presented.", exception);
        }
    }
}
