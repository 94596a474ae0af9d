using System.CommandLine;
using AuthServer.Hosting;

namespace AuthServer.Commands;

/// <summary>The commands of the host. Without one it serves.</summary>
internal static class CommandLine
{
    /// <summary>Whether the arguments name a command rather than settings of the server.</summary>
    public static bool IsCommand(string[] args) => args is [var first, ..] && (first is "-h" or "--help" or "-?" || !first.StartsWith('-'));

    public static Task<int> RunAsync(string[] args, WebApplication app)
    {
        var migrate = new Command("migrate", "Bring the database's schema up to date");
        migrate.SetAction(async (_, _) =>
        {
            await DatabaseReadiness.MigrateAsync(app.Services);
            Console.WriteLine("The database is up to date.");
            return 0;
        });

        var root = new RootCommand("AuthServer: without a command, serves; settings come from appsettings.json, the environment and --Key=value") { migrate };

        // What goes wrong is told by the same sentence as at a start.
        return root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }
}
