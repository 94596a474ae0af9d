using AuthServer.Core.Clients;

namespace AuthServer.Configuration;

/// <summary>A client that the operator declares. Applied again at every start, without effect when nothing has changed.</summary>
public sealed class ClientDeclaration
{
    public string Id { get; set; } = "";

    public string DisplayName { get; set; } = "";

    public ClientType Type { get; set; }

    /// <summary>The secret of a confidential client or resource server.</summary>
    public string? Secret { get; set; }

    /// <summary>A file that holds the secret instead.</summary>
    public string? SecretFile { get; set; }

    public IList<string> GrantTypes { get; } = [];

    public IList<string> Scopes { get; } = [];

    /// <summary>Granted when a request names no scope. Empty: all of <see cref="Scopes"/>.</summary>
    public IList<string> DefaultScopes { get; } = [];

    public bool MayIntrospect { get; set; }

    /// <summary>Compared exactly, loopback ports aside (RFC 9700 §2.1, RFC 8252 §7.3).</summary>
    public IList<string> RedirectUris { get; } = [];

    /// <summary>Where a logout may send the browser back to (OIDC RP-Initiated Logout §3.1).</summary>
    public IList<string> PostLogoutRedirectUris { get; } = [];

    /// <summary>Origins whose scripts may call this server for the client. Empty: those of its redirect URIs, for a public client.</summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>Where logout tokens are sent (OIDC Back-Channel Logout §2.2).</summary>
    public string? BackChannelLogoutUri { get; set; }

    /// <summary>A logout leaves the client's <c>offline_access</c> sessions alone.</summary>
    public bool KeepOfflineSessionsAtLogout { get; set; }

    /// <summary>private_key_jwt, tls_client_auth or self_signed_tls_client_auth. Unset: a secret, or none for a public client.</summary>
    public string? TokenEndpointAuthMethod { get; set; }

    /// <summary>The client's public keys: a JSON Web Key Set (RFC 7517 §5).</summary>
    public string? Jwks { get; set; }

    /// <summary>The subject of the client's certificate, for tls_client_auth (RFC 8705 §2.1.2).</summary>
    public string? TlsClientAuthSubjectDn { get; set; }

    /// <summary>Access tokens are bound to the client's certificate (RFC 8705 §3).</summary>
    public bool TlsClientCertificateBoundAccessTokens { get; set; }

    /// <summary>The client's requests must carry a DPoP proof (RFC 9449 §5.2).</summary>
    public bool DpopBoundAccessTokens { get; set; }

    /// <summary>Authorization requests must be pushed (RFC 9126 §6).</summary>
    public bool RequirePushedAuthorizationRequests { get; set; }

    /// <summary>Authorization requests must be signed (RFC 9101 §10.5).</summary>
    public bool RequireSignedRequestObject { get; set; }

    /// <summary>Users are asked before the client gets anything; what they allowed is remembered.</summary>
    public bool RequireConsent { get; set; }

    /// <summary>The client meets the FAPI 2.0 Security Profile, and is held to it.</summary>
    public bool Fapi2 { get; set; }

    /// <summary>How ID tokens are signed (OIDC Dynamic Registration §2).</summary>
    public string IdTokenSignedResponseAlg { get; set; } = "RS256";

    /// <summary>A refresh answers with a new ID token too.</summary>
    public bool IdTokenOnRefresh { get; set; }

    /// <summary>How introspection answers are signed when the client asks for signed ones (RFC 9701 §6). Unset: RS256.</summary>
    public string? IntrospectionSignedResponseAlg { get; set; }

    /// <summary>Seconds after which users must authenticate anew, where a request does not say.</summary>
    public int? DefaultMaxAge { get; set; }

    /// <summary>May exchange a user's token for one of its own without naming itself in it (RFC 8693 §1.1).</summary>
    public bool MayImpersonate { get; set; }

    /// <summary>May act for a user under its own name (RFC 8693 §1.1).</summary>
    public bool MayDelegate { get; set; }

    public TimeSpan AuthorizationCodeLifetime { get; set; } = TimeSpan.FromSeconds(60);

    public TimeSpan DeviceCodeLifetime { get; set; } = TimeSpan.FromMinutes(10);

    public TimeSpan PushedRequestLifetime { get; set; } = TimeSpan.FromSeconds(90);

    public TimeSpan? AccessTokenLifetime { get; set; }

    public TimeSpan? SessionIdleLifetime { get; set; }

    public TimeSpan? SessionAbsoluteLifetime { get; set; }

    /// <summary>A duration, <c>0</c> for strict single use, or <c>until-used</c>. Unset: 60 s for public clients, until-used for others.</summary>
    public string? RetryWindow { get; set; }

    /// <summary>How often one predecessor may be presented again before it is answered with 429.</summary>
    public int RetryLimit { get; set; } = 256;

    /// <summary>After this many consecutive generations with a retry from elsewhere, the next has no retry window.</summary>
    public int ForeignRetryLimit { get; set; } = 8;
}
