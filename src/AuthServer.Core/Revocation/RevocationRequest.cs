using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;

namespace AuthServer.Core.Revocation;

/// <summary>A request to the revocation endpoint (RFC 7009 §2.1), free of HTTP.</summary>
public sealed record RevocationRequest(IReadOnlyDictionary<string, string> Form, PresentedCredentials Credentials, Caller Caller);
