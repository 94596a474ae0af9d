using System.Data.Common;
using AuthServer.Core.Sessions;

namespace AuthServer.EntityFrameworkCore.Relational;

/// <summary>Opens connections for the statements that are written by hand; Entity Framework opens its own over the same pool.</summary>
public sealed class RelationalDatabase(DatabaseProvider provider, Func<DbConnection> connect)
{
    /// <summary>Seconds after which a statement counts as lost.</summary>
    public const int StatementTimeout = 5;

    public DatabaseProvider Provider => provider;

    /// <summary>An open connection. Throws <see cref="StoreUnavailableException"/> when there is none to be had.</summary>
    public async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = connect();
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch (Exception exception) when (exception is DbException or TimeoutException)
        {
            await connection.DisposeAsync();
            throw new StoreUnavailableException("The database could not be reached.", exception);
        }
    }
}
