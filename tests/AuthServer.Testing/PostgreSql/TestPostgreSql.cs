using AuthServer.EntityFrameworkCore;
using AuthServer.EntityFrameworkCore.Development;
using AuthServer.EntityFrameworkCore.Relational;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace AuthServer.Testing.PostgreSql;

/// <summary>
/// A PostgreSQL for tests, with a template that has been migrated once: the server that <see cref="ConnectionVariable"/> names, else one of its
/// own in a temporary folder. Every database made from it is dropped at the end.
/// </summary>
public sealed class TestPostgreSql : IAsyncDisposable
{
    /// <summary>A superuser's Npgsql connection string without a database.</summary>
    public const string ConnectionVariable = "AUTHSERVER_TEST_POSTGRES";

    // Nothing here outlives the process, so nothing needs to reach the disk; races want more connections than the default.
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["fsync"] = "off",
        ["full_page_writes"] = "off",
        ["max_connections"] = "400",
        ["shared_buffers"] = "64MB",
        ["shared_preload_libraries"] = "pg_stat_statements",
    };

    // The database settles each commit on the disk, as in production, with the memory that an operator gives to one of some gigabytes.
    private static readonly Dictionary<string, string> ProductionSettings = new()
    {
        ["fsync"] = "on",
        ["shared_buffers"] = "1GB",
        ["maintenance_work_mem"] = "512MB",
        ["max_wal_size"] = "4GB",
        ["max_connections"] = "200",
        ["synchronous_commit"] = "on",
    };

    private readonly string _server;
    private readonly EmbeddedPostgreSql? _embedded;
    private readonly string? _folder;
    private readonly string _template = NewName("template");
    private readonly SemaphoreSlim _creating = new(1, 1);

    private TestPostgreSql(string server, EmbeddedPostgreSql? embedded, string? folder) => (_server, _embedded, _folder) = (server, embedded, folder);

    public static async Task<TestPostgreSql> StartAsync()
    {
        var postgreSql = Environment.GetEnvironmentVariable(ConnectionVariable) is { Length: > 0 } configured
            ? new TestPostgreSql(configured, embedded: null, folder: null)
            : await StartEmbeddedAsync(Settings);
        await postgreSql.MigrateTemplateAsync();
        return postgreSql;
    }

    /// <summary>One of its own, whichever is configured, that runs as in production: for tests that measure.</summary>
    public static async Task<TestPostgreSql> StartAsInProductionAsync()
    {
        var postgreSql = await StartEmbeddedAsync(ProductionSettings);
        await postgreSql.MigrateTemplateAsync();
        return postgreSql;
    }

    /// <summary>A fresh database with the schema in it.</summary>
    public async Task<TestDatabase> CreateDatabaseAsync()
    {
        var name = NewName("test");
        await _creating.WaitAsync();
        try
        {
            await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {_template}");
        }
        finally
        {
            _creating.Release();
        }

        return new TestDatabase(ConnectionStringOf(name), () => ExecuteAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
    }

    public async ValueTask DisposeAsync()
    {
        _creating.Dispose();
        await ExecuteAsync($"DROP DATABASE IF EXISTS {_template} WITH (FORCE)");
        if (_embedded is not null)
        {
            await _embedded.DisposeAsync();
            Directory.Delete(_folder!, recursive: true);
        }
    }

    private static async Task<TestPostgreSql> StartEmbeddedAsync(Dictionary<string, string> settings)
    {
        var folder = Path.Combine(Path.GetTempPath(), NewName("tests"));
        var options = new EmbeddedPostgreSqlOptions { DataDirectory = Path.Combine(folder, "data"), ServerSettings = settings };
        var embedded = await EmbeddedPostgreSql.StartAsync(options, NullLogger.Instance, CancellationToken.None);
        return new TestPostgreSql(embedded.ConnectionString, embedded, folder);
    }

    private static string NewName(string kind) => $"authserver_{kind}_{Guid.NewGuid():N}"[..36];

    private string ConnectionStringOf(string database) => new NpgsqlConnectionStringBuilder(_server) { Database = database }.ConnectionString;

    private async Task MigrateTemplateAsync()
    {
        await ExecuteAsync($"CREATE DATABASE {_template}");
        using var connections = DatabaseConnections.Open(DatabaseProvider.PostgreSql, ConnectionStringOf(_template));
        await using var services = new ServiceCollection().AddIdentitySchema().BuildServiceProvider();
        var options = new DbContextOptionsBuilder<AuthDbContext>().UseApplicationServiceProvider(services);
        connections.Configure(options);
        await using var context = new AuthDbContext(options.Options);
        await context.Database.MigrateAsync();
    }

    private async Task ExecuteAsync(string statement)
    {
        var settings = new NpgsqlConnectionStringBuilder(_server) { Database = "postgres", Pooling = false };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }
}
