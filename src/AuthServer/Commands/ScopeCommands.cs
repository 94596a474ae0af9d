using System.CommandLine;
using AuthServer.AdminApi.Scopes;
using AuthServer.Administration;
using AuthServer.Configuration;
using AuthServer.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Commands;

/// <summary>Scopes.</summary>
internal static class ScopeCommands
{
    private static readonly Argument<string> Name = new("name") { Description = "The scope's name" };
    private static readonly Option<string?> DisplayName = new("--display-name") { Description = "What people are asked to allow", HelpName = "text" };
    private static readonly Option<string[]> Resources = new("--resource") { Description = "An audience that the scope opens; may be repeated", HelpName = "audience" };

    public static Command Make() => CommandTree.With("scope", "Scopes", [],
        CommandTree.With("list", "All scopes, by name", ["scope list"]).Runs(ListAsync),
        CommandTree.With(
            "add", "Add a scope, or change it", ["scope add files.read --display-name \"Read your files\" --resource files"], Name, DisplayName, Resources, SharedOptions.Note).Runs(AddAsync),
        CommandTree.With(
            "delete", "Delete a scope; clients are granted it no longer", ["scope delete files.read --note \"no longer served\""], Name, SharedOptions.Reason, SharedOptions.Yes).Runs(DeleteAsync));

    private static async Task<int> ListAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var rows = await context.Get<AuthDbContext>().Scopes.AsNoTracking().OrderBy(row => row.Name).ToListAsync(cancellationToken);
        context.Output.Table(rows.ConvertAll(ScopeDocument.Of),
            ("NAME", scope => scope.Name), ("DISPLAY NAME", scope => scope.DisplayName), ("RESOURCES", scope => scope.Resources), ("BY CONFIGURATION", scope => scope.ManagedByConfiguration));
        return ExitCodes.Done;
    }

    private static async Task<int> AddAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var declared = new ScopeDeclaration { Name = context.Typed.GetRequiredValue(Name), DisplayName = context.Typed.GetValue(DisplayName) ?? "" };
        foreach (var resource in context.Typed.GetValue(Resources) ?? [])
        {
            declared.Resources.Add(resource);
        }

        var outcome = await context.Get<ScopeAdministration>().SaveAsync(declared, context.Operator, context.Note, cancellationToken);
        return context.Exit(outcome, "scope", name => context.Output.Said(
            new ScopeDocument(name, declared.DisplayName, [.. declared.Resources], ManagedByConfiguration: false), $"Scope {name} is saved."));
    }

    private static async Task<int> DeleteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var name = context.Typed.GetRequiredValue(Name);
        if (!context.Confirm($"Delete scope {name}?"))
        {
            return ExitCodes.NotConfirmed;
        }

        var outcome = await context.Get<ScopeAdministration>().DeleteAsync(name, context.Operator, context.Note, cancellationToken);
        return context.Exit(outcome, "scope", deleted => context.Output.Said(new { Deleted = deleted }, $"Scope {deleted} is deleted."));
    }
}
