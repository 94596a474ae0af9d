using AuthServer.EntityFrameworkCore.Scopes;

namespace AuthServer.AdminApi.Scopes;

/// <summary>A scope that clients may be granted.</summary>
/// <param name="Resources">The audiences that it opens (RFC 8707).</param>
/// <param name="ManagedByConfiguration">Declared in the configuration, and changed there alone.</param>
public sealed record ScopeDocument(string Name, string DisplayName, IReadOnlyList<string> Resources, bool ManagedByConfiguration)
{
    internal static ScopeDocument Of(ScopeEntity row) =>
        new(row.Name, row.DisplayName, row.Resources.Split(' ', StringSplitOptions.RemoveEmptyEntries), row.ManagedByConfiguration);
}
