using AuthServer.Core.Sessions;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Tokens;

/// <summary>An access token of ours that stands, and what stands behind it now.</summary>
/// <param name="Session">Null for a client's own token.</param>
public sealed record AcceptedToken(JwtClaims Claims, ScopeSet Scopes, SessionSnapshot? Session);
