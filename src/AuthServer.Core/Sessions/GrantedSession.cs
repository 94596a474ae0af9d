using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Sessions;

/// <summary>What a committed grant hands on to be minted.</summary>
/// <param name="RefreshToken">Null when none is granted.</param>
public sealed record GrantedSession(SessionSnapshot Snapshot, ScopeSet Scopes, RefreshToken? RefreshToken);
