using System.CommandLine;
using AuthServer.AdminApi.Keys;
using AuthServer.Administration;

namespace AuthServer.Commands;

/// <summary>Signing keys.</summary>
internal static class KeyCommands
{
    private static readonly Argument<string> Algorithm = new("algorithm") { Description = "Such as ES256" };

    public static Command Make() => CommandTree.With("keys", "Signing keys", [],
        CommandTree.With("list", "All signing keys, by algorithm and the newest first", ["keys list", "keys list --json"]).Runs(ListAsync),
        CommandTree.With(
            "rotate", "Add the next key of an algorithm; it signs as soon as every node has it", ["keys rotate ES256 --note \"quarterly\""], Algorithm, SharedOptions.Note)
            .Runs(RotateAsync));

    private static async Task<int> ListAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var keys = SigningKeyDocument.Of(await context.Get<KeyAdministration>().ListAsync(cancellationToken), context.Get<TimeProvider>().GetUtcNow());
        context.Output.Table(keys,
            ("KEY ID", key => key.KeyId), ("ALGORITHM", key => key.Algorithm), ("NUMBER", key => key.Number), ("SIGNS FROM", key => key.SignsFrom), ("STATE", key => key.State));
        return ExitCodes.Done;
    }

    private static async Task<int> RotateAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await context.RequireMasterKeyAsync(cancellationToken);
        var outcome = await context.Get<KeyAdministration>().RotateAsync(context.Typed.GetRequiredValue(Algorithm), context.Operator, context.Note, cancellationToken);
        return context.Exit(outcome, "key", added =>
        {
            var document = SigningKeyDocument.Of([added], context.Get<TimeProvider>().GetUtcNow())[0];
            context.Output.Said(document, $"Key {added.KeyId} is added. It signs from {document.SignsFrom:u} on.");
        });
    }
}
