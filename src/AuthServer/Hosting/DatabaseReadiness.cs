using AuthServer.Configuration;
using AuthServer.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Hosting;

/// <summary>Brings the schema up to date in Development; anywhere else, refuses to start on one that is not.</summary>
internal static class DatabaseReadiness
{
    public static async Task EnsureAsync(IServiceProvider services, IHostEnvironment environment)
    {
        if (environment.IsDevelopment())
        {
            await MigrateAsync(services);
            return;
        }

        await using var context = await services.GetRequiredService<IDbContextFactory<AuthDbContext>>().CreateDbContextAsync();
        var pending = (await context.Database.GetPendingMigrationsAsync()).ToList();
        if (pending.Count > 0)
        {
            throw new StartRefusedException($"The database lacks {pending.Count} migration(s), the first of them {pending[0]}. "
                + "Run the server once with the command 'migrate', with an account that may change the schema.");
        }
    }

    public static async Task MigrateAsync(IServiceProvider services)
    {
        await using var context = await services.GetRequiredService<IDbContextFactory<AuthDbContext>>().CreateDbContextAsync();
        await context.Database.MigrateAsync();
    }
}
