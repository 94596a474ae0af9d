namespace AuthServer.AdminApi.Scopes;

/// <summary>A scope as it is to be.</summary>
public sealed record ScopeBody : INoted
{
    /// <summary>What people are asked to allow.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>The audiences that it opens (RFC 8707).</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <inheritdoc/>
    public string? Note { get; init; }
}
