using AuthServer.Core.Clients;
using AuthServer.Core.Proofs;
using AuthServer.Core.Sessions;

namespace AuthServer.Core.Grants;

/// <summary>A token request whose client has been authenticated and may use the grant, and whose proof of a key, if any, holds.</summary>
public sealed record GrantRequest(AuthenticatedClient Client, IReadOnlyDictionary<string, string> Form, KeyBinding Binding, Caller Caller);
