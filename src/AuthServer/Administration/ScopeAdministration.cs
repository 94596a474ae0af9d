using AuthServer.Configuration;
using AuthServer.Core.Audit;
using AuthServer.EntityFrameworkCore;
using AuthServer.EntityFrameworkCore.Audit;
using AuthServer.EntityFrameworkCore.Scopes;
using AuthServer.Protocol.OAuth;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Administration;

/// <summary>What an administrator does with scopes, from whichever door. A node notices within ten seconds.</summary>
public sealed class ScopeAdministration(IDbContextFactory<AuthDbContext> contexts, TimeProvider time)
{
    private const int MaximumNameLength = 128;

    /// <summary>Adds a scope, or changes it.</summary>
    public async Task<Outcome<string>> SaveAsync(ScopeDeclaration declared, Administrator by, string? note, CancellationToken cancellationToken)
    {
        if (declared.Name.Length is 0 or > MaximumNameLength || !ScopeSet.TryParse(declared.Name, out var name) || name.Names.Length != 1)
        {
            return new Outcome<string>.Refused($"A scope's name has 1 to {MaximumNameLength} visible ASCII characters without quotes, backslashes and spaces (RFC 6749 section 3.3).");
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var scope = await context.Scopes.SingleOrDefaultAsync(row => row.Name == declared.Name, cancellationToken)
            ?? context.Scopes.Add(new ScopeEntity { Name = declared.Name }).Entity;
        if (scope.ManagedByConfiguration)
        {
            return new Outcome<string>.Refused(ManagedByConfiguration);
        }

        scope.DisplayName = declared.DisplayName.Trim();
        scope.Resources = string.Join(' ', declared.Resources.Select(resource => resource.Trim()).Where(resource => resource.Length > 0).Distinct(StringComparer.Ordinal));
        context.Record(new AuditEvent(AuditEventTypes.ScopeSaved, by.Actor, by.Caller) { Reason = Short(declared.Name), Detail = note }, time.GetUtcNow());
        await context.SaveChangesAsync(cancellationToken);
        return new Outcome<string>.Done(scope.Name);
    }

    /// <summary>Clients that name it are granted it no longer.</summary>
    public async Task<Outcome<string>> DeleteAsync(string name, Administrator by, string? note, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.Scopes.SingleOrDefaultAsync(row => row.Name == name, cancellationToken) is not { } scope)
        {
            return new Outcome<string>.NotFound();
        }

        if (scope.ManagedByConfiguration)
        {
            return new Outcome<string>.Refused(ManagedByConfiguration);
        }

        context.Scopes.Remove(scope);
        context.Record(new AuditEvent(AuditEventTypes.ScopeDeleted, by.Actor, by.Caller) { Reason = Short(name), Detail = note }, time.GetUtcNow());
        await context.SaveChangesAsync(cancellationToken);
        return new Outcome<string>.Done(name);
    }

    internal const string ManagedByConfiguration = "It is managed by configuration, which is applied again at every start: change it there.";

    // The column for reasons is shorter than a name may be.
    private static string Short(string name) => name.Length <= 64 ? name : name[..64];
}
