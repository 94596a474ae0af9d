using System.CommandLine;
using AuthServer.AdminApi.Clients;
using AuthServer.Administration;

namespace AuthServer.Commands;

/// <summary>Replaces a client's secret without a gap: first one more is made, then the one before is removed.</summary>
internal static class ClientSecretCommand
{
    public static readonly Option<Guid?> Remove = new("--remove") { Description = "Remove this secret instead of making one; `client show` lists them", HelpName = "id" };

    public static async Task<int> RunAsync(CommandContext context, string label, CancellationToken cancellationToken)
    {
        var clients = context.Get<ClientAdministration>();
        var id = context.Typed.GetRequiredValue(ClientCommands.Id);
        if (context.Typed.GetValue(Remove) is { } secret)
        {
            var removed = await clients.RemoveSecretAsync(id, secret, context.Operator, context.Note, cancellationToken);
            return context.Exit(removed, "client or secret", left => context.Output.Said(new { Removed = secret, Left = left }, $"The secret is removed. The client has {left} left."));
        }

        var made = await clients.AddSecretAsync(id, label, expiresAt: null, context.Operator, context.Note, cancellationToken);
        return context.Exit(made, "client", added => context.Output.Said(
            new NewSecretDocument(added.Id, added.Value), $"Secret {added.Id} is made. It is, shown this once: {added.Value}"));
    }
}
