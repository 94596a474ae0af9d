using AuthServer.Core.Clients;

namespace AuthServer.Core.Introspection;

/// <summary>A request to the introspection endpoint (RFC 7662 §2.1), free of HTTP.</summary>
public sealed record IntrospectionRequest(IReadOnlyDictionary<string, string> Form, PresentedCredentials Credentials);
