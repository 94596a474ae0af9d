using AuthServer.Core.Clients;

namespace AuthServer.Core.Authorization;

/// <summary>An authorization request of a known client.</summary>
public sealed record FoundRequest(ClientRegistration Client, AuthorizationInteraction Interaction);
