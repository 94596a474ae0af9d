using AuthServer.Core.Scopes;
using AuthServer.Protocol.Jose;

namespace AuthServer.Core.Tokens;

/// <summary>The signing keys and the scopes as they stood before the deciding write.</summary>
public sealed record MintingMaterial(SigningKey AccessTokenKey, SigningKey IdTokenKey, IReadOnlyDictionary<string, ScopeRegistration> Scopes);
