namespace AuthServer.Configuration;

/// <summary>A scope that the operator declares.</summary>
public sealed class ScopeDeclaration
{
    public string Name { get; set; } = "";

    public string DisplayName { get; set; } = "";

    /// <summary>The audiences that the scope opens (RFC 8707 §2).</summary>
    public IList<string> Resources { get; } = [];
}
