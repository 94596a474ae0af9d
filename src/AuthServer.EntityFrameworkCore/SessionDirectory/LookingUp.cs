using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace AuthServer.EntityFrameworkCore.SessionDirectory;

/// <summary>
/// How the database plans the statements of a look-up. On PostgreSQL each is planned for the very values that it looks for: what would be right for most of them
/// reads the whole table for some. And where rows are looked for in no order, it is never the table that is read.
/// </summary>
internal static class LookingUp
{
    // With less memory, rows that an index has found would be looked for in their pages again.
    private const string PlanSettings = $"{OneProcess}; SET LOCAL plan_cache_mode = force_custom_plan; SET LOCAL enable_seqscan = off; SET LOCAL work_mem = '32MB'";

    private const string OneProcess = "SET LOCAL max_parallel_workers_per_gather = 0";

    /// <summary>Holds for the statements of the transaction that is returned, which is to be disposed of.</summary>
    public static Task<IDbContextTransaction?> PlanForValuesAsync(this AuthDbContext context, CancellationToken cancellationToken) =>
        BeginAsync(context, PlanSettings, cancellationToken);

    /// <summary>
    /// For statements that may have to look at everything: they leave the other processors to the refreshes. Holds for the statements of the transaction that
    /// is returned, which is to be disposed of.
    /// </summary>
    public static Task<IDbContextTransaction?> ReadInOneProcessAsync(this AuthDbContext context, CancellationToken cancellationToken) =>
        BeginAsync(context, OneProcess, cancellationToken);

    /// <summary>From here on rows are met in the order of an index, and not collected and sorted: there are too many. Holds for the rest of the transaction.</summary>
    public static async Task GoThroughInOrderAsync(this AuthDbContext context, CancellationToken cancellationToken)
    {
        if (context.Database.IsNpgsql())
        {
            await context.Database.ExecuteSqlRawAsync("SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off", cancellationToken);
        }
    }

    private static async Task<IDbContextTransaction?> BeginAsync(AuthDbContext context, string settings, CancellationToken cancellationToken)
    {
        if (!context.Database.IsNpgsql())
        {
            return null;
        }

        var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await context.Database.ExecuteSqlRawAsync(settings, cancellationToken);
        return transaction;
    }
}
