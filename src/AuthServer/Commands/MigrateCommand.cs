using System.CommandLine;
using AuthServer.Hosting;

namespace AuthServer.Commands;

/// <summary>Brings the schema up to date.</summary>
internal static class MigrateCommand
{
    public static Command Make() => CommandTree.With("migrate", "Bring the database's schema up to date", ["migrate"]).Runs(async (context, _) =>
    {
        await DatabaseReadiness.MigrateAsync(context.Get<IServiceProvider>());
        context.Output.Said(new { Migrated = true }, "The database is up to date.");
        return ExitCodes.Done;
    }, needsMasterKey: false);
}
