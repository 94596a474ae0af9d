using System.CommandLine;
using AuthServer.Declarations;

namespace AuthServer.Commands;

/// <summary>Does what a start does with the configuration's declarations, without serving.</summary>
internal static class SeedCommand
{
    public static Command Make() => CommandTree.With(
        "seed", "Apply the clients, scopes and users that the configuration declares, as every start of the server does", ["seed"]).Runs(async (context, cancellationToken) =>
    {
        await context.Get<DeclarationApplier>().ApplyAsync(cancellationToken);
        var password = await context.Get<UserSeed>().ApplyAsync();
        context.Output.Said(
            new { Seeded = true, AdministratorPassword = password },
            password is null ? "The declarations are applied." : $"The declarations are applied. The administrator's first password, shown this once: {password}");
        return ExitCodes.Done;
    });
}
