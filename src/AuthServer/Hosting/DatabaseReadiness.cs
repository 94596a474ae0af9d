using System.Data.Common;
using AuthServer.Configuration;
using AuthServer.EntityFrameworkCore;
using AuthServer.EntityFrameworkCore.Relational;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Hosting;

/// <summary>Brings the schema up to date in Development; anywhere else, refuses to start on one that is not.</summary>
internal static class DatabaseReadiness
{
    public static Task EnsureAsync(IServiceProvider services, IHostEnvironment environment) =>
        environment.IsDevelopment() ? MigrateAsync(services) : OnDatabaseAsync(services, RequireCurrentAsync);

    public static Task MigrateAsync(IServiceProvider services) => OnDatabaseAsync(services, context => SchemaMigration.ApplyAsync(context, CancellationToken.None));

    private static async Task RequireCurrentAsync(AuthDbContext context)
    {
        var pending = (await context.Database.GetPendingMigrationsAsync()).ToList();
        if (pending.Count > 0)
        {
            throw new StartRefusedException($"The database lacks {pending.Count} migration(s), the first of them {pending[0]}. "
                + "Run the server once with the command 'migrate', with an account that may change the schema.");
        }
    }

    private static async Task OnDatabaseAsync(IServiceProvider services, Func<AuthDbContext, Task> work)
    {
        await using var context = await services.GetRequiredService<IDbContextFactory<AuthDbContext>>().CreateDbContextAsync();
        try
        {
            await work(context);
        }
        catch (DbException exception)
        {
            throw new StartRefusedException(
                $"ConnectionStrings:AuthServer: the database does not serve: {exception.Message}. Check the address, the account and that the server runs.", exception);
        }
    }
}
