using Microsoft.Extensions.Logging;

namespace AuthServer.EntityFrameworkCore.Development;

/// <summary>A private PostgreSQL for development, run from the binaries that the machine has.</summary>
public sealed class EmbeddedPostgreSql : IAsyncDisposable
{
    private EmbeddedPostgreSql(string connectionString, bool adopted) => (ConnectionString, Adopted) = (connectionString, adopted);

    /// <summary>For Npgsql, to the database <c>authserver</c> over a Unix socket; holds no secret.</summary>
    public string ConnectionString { get; }

    /// <summary>Whether PostgreSQL was found running: shared with another process, or left behind by a server that was killed.</summary>
    public bool Adopted { get; }

    /// <summary>Returns when PostgreSQL accepts connections and the database exists.</summary>
    /// <exception cref="InvalidOperationException">PostgreSQL is missing, cannot start, or another server owns the folder; the message holds the remedy.</exception>
    public static Task<EmbeddedPostgreSql> StartAsync(EmbeddedPostgreSqlOptions options, ILogger logger, CancellationToken ct) =>
        Task.FromException<EmbeddedPostgreSql>(new NotSupportedException());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
