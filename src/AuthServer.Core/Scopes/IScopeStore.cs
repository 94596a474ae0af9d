namespace AuthServer.Core.Scopes;

/// <summary>Where scopes are kept.</summary>
public interface IScopeStore
{
    Task<IReadOnlyList<ScopeRegistration>> ListAsync(CancellationToken cancellationToken);
}
