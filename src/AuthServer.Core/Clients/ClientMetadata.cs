using System.Collections.Immutable;
using AuthServer.Core.Storage;

namespace AuthServer.Core.Clients;

/// <summary>
/// What a client declares of how it speaks the protocol, under the names of RFC 7591 §2 and the registries that add to it. What is not declared is not allowed.
/// </summary>
public sealed record ClientMetadata
{
    public static readonly ClientMetadata None = new();

    /// <summary>Compared exactly, loopback ports aside (RFC 9700 §2.1, RFC 8252 §7.3).</summary>
    public ImmutableArray<string> RedirectUris { get; init; } = [];

    /// <summary>OIDC RP-Initiated Logout §3.1.</summary>
    public ImmutableArray<string> PostLogoutRedirectUris { get; init; } = [];

    /// <summary>Origins whose scripts may call this server for the client. Ours.</summary>
    public ImmutableArray<string> AllowedOrigins { get; init; } = [];

    /// <summary>OIDC Back-Channel Logout §2.2.</summary>
    public string? BackchannelLogoutUri { get; init; }

    /// <summary>A logout leaves this client's <c>offline_access</c> sessions alone (OIDC Back-Channel Logout §2.7). Ours.</summary>
    public bool KeepOfflineSessionsAtLogout { get; init; }

    /// <summary>One of <see cref="ClientAuthenticationMethods"/>; null: a secret by header or form, or none for a public client.</summary>
    public string? TokenEndpointAuthMethod { get; init; }

    /// <summary>The client's public keys as a JSON Web Key Set (RFC 7517 §5), for assertions and request objects.</summary>
    public string? Jwks { get; init; }

    /// <summary>RFC 8705 §2.1.2: the subject that the client's certificate must have.</summary>
    public string? TlsClientAuthSubjectDn { get; init; }

    /// <summary>RFC 8705 §3.4.</summary>
    public bool TlsClientCertificateBoundAccessTokens { get; init; }

    /// <summary>RFC 9449 §5.2.</summary>
    public bool DpopBoundAccessTokens { get; init; }

    /// <summary>RFC 9126 §6.</summary>
    public bool RequirePushedAuthorizationRequests { get; init; }

    /// <summary>RFC 9101 §10.5.</summary>
    public bool RequireSignedRequestObject { get; init; }

    /// <summary>The user is asked before the client gets anything; what was allowed once is remembered. Ours.</summary>
    public bool RequireConsent { get; init; }

    /// <summary>Meets the FAPI 2.0 Security Profile, and is held to it. Ours.</summary>
    public bool Fapi2 { get; init; }

    /// <summary>OIDC Dynamic Registration §2; RS256 unless the client asks otherwise.</summary>
    public string IdTokenSignedResponseAlg { get; init; } = "RS256";

    /// <summary>A refresh answers with a new ID token too (OIDC Core §12.2), which costs a signature each time. Ours.</summary>
    public bool IdTokenOnRefresh { get; init; }

    /// <summary>RFC 9701 §6: how introspection answers are signed when the client asks for signed ones; null: RS256.</summary>
    public string? IntrospectionSignedResponseAlg { get; init; }

    /// <summary>Seconds after which the user must authenticate anew, where the request does not say (OIDC Dynamic Registration §2).</summary>
    public int? DefaultMaxAge { get; init; }

    /// <summary>May exchange a user's token for one that is its own, without naming itself as the actor (RFC 8693 §1.1). Ours.</summary>
    public bool MayImpersonate { get; init; }

    /// <summary>May act for a user under its own name (RFC 8693 §1.1). Ours.</summary>
    public bool MayDelegate { get; init; }

    /// <summary>How long an authorization code lives. Ours.</summary>
    public TimeSpan AuthorizationCodeLifetime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a device code lives (RFC 8628 §3.2). Ours.</summary>
    public TimeSpan DeviceCodeLifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a pushed request waits to be used (RFC 9126 §2.2). Ours.</summary>
    public TimeSpan PushedRequestLifetime { get; init; } = TimeSpan.FromSeconds(90);

    public static ClientMetadata FromStored(string json) => json.Length == 0 ? None : StoredJson.Read<ClientMetadata>(json);

    public string ToStored() => StoredJson.Write(this);
}
