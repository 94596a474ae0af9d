using AuthServer.Core.Scopes;
using AuthServer.Protocol.Jose;

namespace AuthServer.Core.Tokens;

/// <summary>The signing key and the scopes as they stood before the deciding write.</summary>
public sealed record MintingMaterial(SigningKey Key, IReadOnlyDictionary<string, ScopeRegistration> Scopes);
