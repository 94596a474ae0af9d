using System.CommandLine;
using System.Text.Json;
using AuthServer.AdminApi;
using AuthServer.AdminApi.Clients;
using AuthServer.Administration;
using AuthServer.Configuration;
using AuthServer.Core.Clients;

namespace AuthServer.Commands;

/// <summary>Clients.</summary>
internal static class ClientCommands
{
    public static readonly Argument<string> Id = new("client") { Description = "The client's id" };

    private static readonly Option<ClientType> Type = new("--type") { Description = "Public, Confidential or ResourceServer" };
    private static readonly Option<string?> DisplayName = new("--display-name") { Description = "Its name for people", HelpName = "text" };
    private static readonly Option<string[]> Grants = new("--grant") { Description = "A grant type, such as authorization_code; may be repeated", HelpName = "grant" };
    private static readonly Option<string[]> Scopes = new("--scope") { Description = "A scope that it may ask for; may be repeated", HelpName = "scope" };
    private static readonly Option<string[]> RedirectUris = new("--redirect-uri") { Description = "Where codes are sent; may be repeated", HelpName = "uri" };
    private static readonly Option<string[]> LogoutUris = new("--post-logout-redirect-uri") { Description = "Where a logout may return to; may be repeated", HelpName = "uri" };
    private static readonly Option<bool> MayIntrospect = new("--may-introspect") { Description = "It may ask about tokens" };
    private static readonly Option<FileInfo?> From = new("--from") { Description = "A file with everything else, as the settings of `client show --json`; - for the standard input", HelpName = "file" };
    private static readonly Option<string?> Label = new("--label") { Description = "What tells the secret from others", HelpName = "text" };

    public static Command Make() => CommandTree.With("client", "Clients", [],
        CommandTree.With("list", "Clients, by id", ["client list", "client list --json"], SharedOptions.Limit).Runs(ListAsync),
        CommandTree.With("show", "Everything of a client but its secrets", ["client show web", "client show web --json"], Id).Runs(ShowAsync),
        CommandTree.With(
            "add", "Add a client; the answer shows its secret, this once",
            [
                "client add web --type Confidential --grant authorization_code --grant refresh_token --redirect-uri https://app.example.com/callback --scope openid --scope offline_access",
                "client add web --from web.json",
            ],
            Id, Type, DisplayName, Grants, Scopes, RedirectUris, LogoutUris, MayIntrospect, From, SharedOptions.Note).Runs(AddAsync),
        CommandTree.With("enable", "Serve a client again", ["client enable web"], Id, SharedOptions.Note)
            .Runs((context, cancellationToken) => OrderAsync(context, question: null, context.Get<ClientAdministration>().EnableAsync, cancellationToken)),
        CommandTree.With(
            "disable", "Refuse a client's requests, and end its sessions", ["client disable web --note \"compromised\" --yes"], Id, SharedOptions.Reason, SharedOptions.Yes)
            .Runs((context, cancellationToken) => OrderAsync(context, "Disable", context.Get<ClientAdministration>().DisableAsync, cancellationToken)),
        CommandTree.With(
            "delete", "Delete a client for ever, and end its sessions", ["client delete web --note \"retired\" --yes"], Id, SharedOptions.Reason, SharedOptions.Yes)
            .Runs((context, cancellationToken) => OrderAsync(context, "Delete for ever", context.Get<ClientAdministration>().DeleteAsync, cancellationToken)),
        CommandTree.With(
            "rotate-secret", "Make one secret more, shown this once; the ones before go on until they are removed with --remove",
            ["client rotate-secret web --label 2026-11 --note \"yearly\"", "client rotate-secret web --remove 01939c0f-9f9a-7cc3-8a6e-2f4a1f0e6a11"], Id, Label, ClientSecretCommand.Remove, SharedOptions.Note)
            .Runs((context, cancellationToken) => ClientSecretCommand.RunAsync(context, context.Typed.GetValue(Label) ?? "", cancellationToken)));

    /// <param name="question">Null for what ends nothing.</param>
    private static async Task<int> OrderAsync(
        CommandContext context,
        string? question,
        Func<string, Administrator, string?, CancellationToken, Task<Outcome<ClientId>>> order,
        CancellationToken cancellationToken)
    {
        var id = context.Typed.GetRequiredValue(Id);
        if (await context.Get<ClientLookup>().FindAsync(id, cancellationToken) is null)
        {
            return context.NotFound("client");
        }

        if (question is not null && !context.Confirm($"{question} client {id}?"))
        {
            return ExitCodes.NotConfirmed;
        }

        return context.Exit(await order(id, context.Operator, context.Note, cancellationToken), "client", done => context.Output.Said(
            new { ClientId = done.Value, Done = context.Typed.CommandResult.Command.Name }, "Done."));
    }

    private static async Task<int> ListAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var page = await context.Get<ClientLookup>().ListAsync(after: null, context.Typed.GetValue(SharedOptions.Limit), cancellationToken);
        context.Output.Table(page.Items,
            ("ID", client => client.Id), ("NAME", client => client.Settings.DisplayName), ("TYPE", client => client.Settings.Type), ("GRANTS", client => client.Settings.GrantTypes),
            ("DISABLED", client => client.Disabled), ("BY CONFIGURATION", client => client.ManagedByConfiguration));
        return ExitCodes.Done;
    }

    private static async Task<int> ShowAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (await context.Get<ClientLookup>().FindAsync(context.Typed.GetRequiredValue(Id), cancellationToken) is not { } client)
        {
            return context.NotFound("client");
        }

        context.Output.Document(client, Lines);
        return ExitCodes.Done;
    }

    private static async Task<int> AddAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (await ReadAsync(context, cancellationToken) is not { } declared)
        {
            return ExitCodes.WrongUsage;
        }

        var outcome = await context.Get<ClientAdministration>().AddAsync(declared, context.Operator, context.Note, cancellationToken);
        if (outcome is not Outcome<NewSecret?>.Done { Value: var secret })
        {
            return context.Exit(outcome, "client", static _ => { });
        }

        var added = (await context.Get<ClientLookup>().FindAsync(declared.Id, cancellationToken))!;
        context.Output.Said(
            new AddedClientDocument(added, secret is null ? null : new NewSecretDocument(secret.Id, secret.Value)),
            secret is null ? $"Client {declared.Id} is added." : $"Client {declared.Id} is added. Its secret, shown this once: {secret.Value}");
        return ExitCodes.Done;
    }

    /// <summary>The file first, then what stands on the command line; null when the file cannot be read.</summary>
    private static async Task<ClientDeclaration?> ReadAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var declared = new ClientDeclaration();
        if (context.Typed.GetValue(From) is { } file)
        {
            try
            {
                var text = file.Name == "-" ? await context.Terminal.Input.ReadToEndAsync(cancellationToken) : await File.ReadAllTextAsync(file.FullName, cancellationToken);
                declared = JsonSerializer.Deserialize<ClientDeclaration>(text, AdminJson.Lines) ?? declared;
            }
            catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
            {
                context.Output.Complain($"--from: {exception.Message}");
                return null;
            }
        }

        var typed = context.Typed;
        declared.Id = typed.GetRequiredValue(Id);
        declared.Type = typed.GetResult(Type) is null ? declared.Type : typed.GetValue(Type);
        declared.DisplayName = typed.GetValue(DisplayName) ?? declared.DisplayName;
        declared.MayIntrospect |= typed.GetValue(MayIntrospect);
        foreach (var (list, values) in new[]
        {
            (declared.GrantTypes, Grants), (declared.Scopes, Scopes), (declared.RedirectUris, RedirectUris), (declared.PostLogoutRedirectUris, LogoutUris),
        })
        {
            (typed.GetValue(values) ?? []).Except(list).ToList().ForEach(list.Add);
        }

        return declared;
    }

    private static IEnumerable<(string Name, object? Value)> Lines(ClientDocument client)
    {
        yield return ("Id", client.Id);
        yield return ("Name", client.Settings.DisplayName);
        yield return ("Type", client.Settings.Type);
        yield return ("Disabled", client.Disabled);
        yield return ("By configuration", client.ManagedByConfiguration);
        yield return ("Version", client.Version);
        yield return ("Grants", client.Settings.GrantTypes);
        yield return ("Scopes", client.Settings.Scopes);
        yield return ("Redirect URIs", client.Settings.RedirectUris);
        yield return ("Access token", client.Settings.AccessTokenLifetime);
        yield return ("Session, idle", client.Settings.SessionIdleLifetime);
        yield return ("Session, absolute", client.Settings.SessionAbsoluteLifetime);
        yield return ("Retry window", client.Settings.RetryWindow ?? "default");
        foreach (var secret in client.Secrets)
        {
            yield return ("Secret", $"{secret.Id} {secret.Label}, made {secret.CreatedAt:u}{(secret.ExpiresAt is { } end ? $", expires {end:u}" : "")}");
        }
    }
}
