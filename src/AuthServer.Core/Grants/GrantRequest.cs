using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;

namespace AuthServer.Core.Grants;

/// <summary>A token request whose client has been authenticated and may use the grant.</summary>
public sealed record GrantRequest(AuthenticatedClient Client, IReadOnlyDictionary<string, string> Form, Caller Caller);
