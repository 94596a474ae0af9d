using AuthServer.Core.Clients;

namespace AuthServer.Core.Introspection;

/// <summary>What introspection says, and to whom.</summary>
public sealed record IntrospectionAnswer(AuthenticatedClient Asker, IntrospectionResponse Response);
