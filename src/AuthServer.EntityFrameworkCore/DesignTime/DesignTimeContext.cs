using AuthServer.EntityFrameworkCore.Development;
using AuthServer.EntityFrameworkCore.Relational;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace AuthServer.EntityFrameworkCore.DesignTime;

/// <summary>
/// The context that <c>dotnet ef</c> works on. The database is that of <c>ConnectionStrings__AuthServer</c>, else of the host's settings, else
/// (PostgreSQL only) the private one of this checkout, started or joined.
/// </summary>
public static class DesignTimeContext
{
    private const string Name = "AuthServer";

    public static AuthDbContext Create(DatabaseProvider provider)
    {
        var services = new ServiceCollection().AddIdentitySchema().BuildServiceProvider();
        var connections = DatabaseConnections.Open(provider, ConnectionString(provider));
        var options = new DbContextOptionsBuilder<AuthDbContext>().UseApplicationServiceProvider(services);
        connections.Configure(options);
        return new AuthDbContext(options.Options);
    }

    private static string ConnectionString(DatabaseProvider provider)
    {
        var root = CheckoutRoot();
        var configuration = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(root, "src", "AuthServer", "appsettings.json"), optional: true)
            .AddEnvironmentVariables()
            .Build();
        var database = configuration["AuthServer:Database"] ?? nameof(DatabaseProvider.PostgreSql);
        if (configuration.GetConnectionString(Name) is { Length: > 0 } configured && (provider.ToString() == database || configuration["AuthServer:Database"] is null))
        {
            return configured;
        }

        // Scripting and comparing migrations need no server, and there is none to start for SQL Server.
        return provider == DatabaseProvider.SqlServer ? "Server=localhost" : Embedded(root);
    }

    private static string Embedded(string root)
    {
        var options = new EmbeddedPostgreSqlOptions
        {
            DataDirectory = EmbeddedPostgreSqlOptions.DefaultDataDirectory(root),
            Use = EmbeddedPostgreSqlUse.Borrow,
        };
        var server = EmbeddedPostgreSql.StartAsync(options, NullLogger.Instance, CancellationToken.None).GetAwaiter().GetResult();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return server.ConnectionString;
    }

    private static string CheckoutRoot()
    {
        for (var folder = new DirectoryInfo(Directory.GetCurrentDirectory()); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AuthServer.sln")))
            {
                return folder.FullName;
            }
        }

        return Directory.GetCurrentDirectory();
    }
}
