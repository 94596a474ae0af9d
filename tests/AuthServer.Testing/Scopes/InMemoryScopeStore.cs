using AuthServer.Core.Scopes;

namespace AuthServer.Testing.Scopes;

/// <summary>Scopes in memory.</summary>
public sealed class InMemoryScopeStore(InMemoryDatabase database) : IScopeStore
{
    public Task<IReadOnlyList<ScopeRegistration>> ListAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<ScopeRegistration>>(database.Read(() => database.Scopes.Values.OrderBy(scope => scope.Name, StringComparer.Ordinal).ToList()));
    }
}
