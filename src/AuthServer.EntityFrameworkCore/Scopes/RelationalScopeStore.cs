using AuthServer.Core.Scopes;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.EntityFrameworkCore.Scopes;

/// <summary>Scopes in the database.</summary>
public sealed class RelationalScopeStore(IDbContextFactory<AuthDbContext> contexts) : IScopeStore
{
    public async Task<IReadOnlyList<ScopeRegistration>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var entities = await context.Scopes.AsNoTracking().ToListAsync(cancellationToken);
        return
        [
            .. entities.Select(scope => new ScopeRegistration(scope.Name, [.. scope.Resources.Split(' ', StringSplitOptions.RemoveEmptyEntries)])
            {
                DisplayName = scope.DisplayName,
            }),
        ];
    }
}
