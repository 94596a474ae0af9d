using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Scopes;

/// <summary>The resources that a request narrows its token to; <see cref="Names"/> is null when it names none.</summary>
public readonly record struct RequestedResources(ScopeSet? Names);
