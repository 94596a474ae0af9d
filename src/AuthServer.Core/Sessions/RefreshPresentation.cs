using AuthServer.Core.Clients;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Sessions;

/// <summary>A refresh token of ours, as an authenticated client presented it.</summary>
/// <param name="RequestedScopes">Null when the request names none; then everything that was granted (RFC 6749 §6).</param>
public sealed record RefreshPresentation(RefreshToken Token, AuthenticatedClient Client, ScopeSet? RequestedScopes, string? ProofKeyThumbprint, Caller Caller)
{
    /// <summary>Null when the request names none; then all audiences of the session (RFC 8707 §2.2).</summary>
    public ScopeSet? RequestedResources { get; init; }
}
