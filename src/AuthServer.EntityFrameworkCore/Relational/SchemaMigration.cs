using Microsoft.EntityFrameworkCore;

namespace AuthServer.EntityFrameworkCore.Relational;

/// <summary>Brings the schema up to date, one node at a time: of several that start at once, the others wait and find nothing left to do.</summary>
public static class SchemaMigration
{
    // Any number that nothing else in the database locks by.
    private const long LockKey = 0x4175_7468_5372_7672;

    // Another node may be busy with a large table.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static async Task ApplyAsync(AuthDbContext context, CancellationToken cancellationToken)
    {
        // Entity Framework holds an application lock on SQL Server by itself; on PostgreSQL its lock ends with each transaction,
        // and two nodes with several migrations to apply would meet between them. A database that is still to be created cannot be locked in.
        if (!context.Database.IsNpgsql() || !await context.Database.CanConnectAsync(cancellationToken))
        {
            await context.Database.MigrateAsync(cancellationToken);
            return;
        }

        context.Database.SetCommandTimeout(Patience);
        await context.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({LockKey})", cancellationToken);
            await context.Database.MigrateAsync(cancellationToken);
        }
        finally
        {
            await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({LockKey})", CancellationToken.None);
            await context.Database.CloseConnectionAsync();
            context.Database.SetCommandTimeout(null);
        }
    }
}
