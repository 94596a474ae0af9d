using AuthServer.Configuration;
using AuthServer.EntityFrameworkCore.Development;
using AuthServer.EntityFrameworkCore.Relational;
using Microsoft.Extensions.Logging.Console;

namespace AuthServer.Hosting;

/// <summary>The database of this run: the configured one or, in Development where none is configured, a private PostgreSQL that lives as long as the run.</summary>
internal sealed class DatabaseChoice : IAsyncDisposable
{
    private readonly EmbeddedPostgreSql? _embedded;

    private DatabaseChoice(DatabaseProvider provider, string connectionString, EmbeddedPostgreSql? embedded) =>
        (Provider, ConnectionString, _embedded) = (provider, connectionString, embedded);

    public DatabaseProvider Provider { get; }

    public string ConnectionString { get; }

    public static async Task<DatabaseChoice> MakeAsync(WebApplicationBuilder builder)
    {
        var provider = builder.Configuration.GetValue<DatabaseProvider>($"{AuthServerOptions.Section}:Database");
        if (builder.Configuration.GetConnectionString("AuthServer") is { Length: > 0 } configured)
        {
            return new DatabaseChoice(provider, configured, embedded: null);
        }

        if (!builder.Environment.IsDevelopment() || provider != DatabaseProvider.PostgreSql)
        {
            throw new StartRefusedException("ConnectionStrings:AuthServer is not set. Set it, for instance in the environment: "
                + "ConnectionStrings__AuthServer='Host=…;Database=…;Username=…;Password=…'.");
        }

        using var logging = LoggerFactory.Create(log =>
        {
            // Beside the answer of a command.
            log.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
            log.AddSimpleConsole(console => console.SingleLine = true);
        });
        var options = new EmbeddedPostgreSqlOptions { DataDirectory = DevelopmentFolders.Data(builder.Environment) };
        try
        {
            var embedded = await EmbeddedPostgreSql.StartAsync(options, logging.CreateLogger("AuthServer.Development"), CancellationToken.None);
            return new DatabaseChoice(provider, embedded.ConnectionString, embedded);
        }
        catch (InvalidOperationException refusal)
        {
            throw new StartRefusedException(refusal.Message, refusal);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_embedded is not null)
        {
            await _embedded.DisposeAsync();
        }
    }
}
