namespace AuthServer.EntityFrameworkCore.Scopes;

/// <summary>The row of a scope.</summary>
public sealed class ScopeEntity
{
    public required string Name { get; set; }

    public string DisplayName { get; set; } = "";

    /// <summary>The audiences that the scope opens, space-separated.</summary>
    public string Resources { get; set; } = "";

    public bool ManagedByConfiguration { get; set; }
}
