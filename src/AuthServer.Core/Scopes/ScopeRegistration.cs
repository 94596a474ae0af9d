using System.Collections.Immutable;

namespace AuthServer.Core.Scopes;

/// <summary>A scope that this server knows, with the resources (audiences) that it opens (RFC 8707 §2).</summary>
public sealed record ScopeRegistration(string Name, ImmutableArray<string> Resources)
{
    public string DisplayName { get; init; } = "";
}
