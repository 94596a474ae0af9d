using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AuthServer.EntityFrameworkCore.Relational;

/// <summary>One pool of connections for Entity Framework and the hand-written statements alike.</summary>
public sealed class DatabaseConnections : IDisposable
{
    private readonly Action<DbContextOptionsBuilder> _configure;
    private readonly IDisposable? _pool;

    private DatabaseConnections(RelationalDatabase database, Action<DbContextOptionsBuilder> configure, IDisposable? pool) =>
        (Database, _configure, _pool) = (database, configure, pool);

    public RelationalDatabase Database { get; }

    public static DatabaseConnections Open(DatabaseProvider provider, string connectionString) =>
        provider == DatabaseProvider.SqlServer ? SqlServer(connectionString) : PostgreSql(connectionString);

    public void Configure(DbContextOptionsBuilder options) => _configure(options);

    public void Dispose() => _pool?.Dispose();

    private static DatabaseConnections PostgreSql(string connectionString)
    {
        var given = new DbConnectionStringBuilder { ConnectionString = connectionString };
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            // Nothing that a statement here does needs a reset of its connection.
            NoResetOnClose = true,
        };
        if (!given.ContainsKey("Max Auto Prepare"))
        {
            // The few hot statements stay prepared. A pooler that cannot keep them is told of by the operator's own setting.
            (settings.MaxAutoPrepare, settings.AutoPrepareMinUsages) = (64, 2);
        }

        if (!given.ContainsKey("Timeout"))
        {
            // A request that cannot get a connection is refused while its client still waits, and well within the retry window.
            settings.Timeout = RelationalDatabase.StatementTimeout;
        }

        var source = new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
        return new DatabaseConnections(
            new RelationalDatabase(DatabaseProvider.PostgreSql, source.CreateConnection),
            options => options.UseNpgsql(source, npgsql => npgsql.MigrationsAssembly("AuthServer.Migrations.PostgreSql")),
            source);
    }

    private static DatabaseConnections SqlServer(string connectionString) => new(
        new RelationalDatabase(DatabaseProvider.SqlServer, () => new SqlConnection(connectionString)),
        options => options.UseSqlServer(connectionString, sqlServer => sqlServer.MigrationsAssembly("AuthServer.Migrations.SqlServer")),
        pool: null);
}
