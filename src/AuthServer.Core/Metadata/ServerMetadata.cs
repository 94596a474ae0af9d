namespace AuthServer.Core.Metadata;

/// <summary>What the server says of itself (RFC 8414 §2, OIDC Discovery §3). Members are written in the order in which they stand here.</summary>
public sealed record ServerMetadata
{
    public required string Issuer { get; init; }

    public required string AuthorizationEndpoint { get; init; }

    public required string PushedAuthorizationRequestEndpoint { get; init; }

    /// <summary>RFC 8628 §4.</summary>
    public required string DeviceAuthorizationEndpoint { get; init; }

    public required string TokenEndpoint { get; init; }

    public required string UserinfoEndpoint { get; init; }

    public required string RevocationEndpoint { get; init; }

    public required string IntrospectionEndpoint { get; init; }

    /// <summary>Ours: where APIs learn of revocations.</summary>
    public required string RevocationFeedEndpoint { get; init; }

    /// <summary>OIDC RP-Initiated Logout §2.1.</summary>
    public required string EndSessionEndpoint { get; init; }

    /// <summary>OIDC Back-Channel Logout §2.1.</summary>
    public bool BackchannelLogoutSupported => true;

    /// <summary>OIDC Back-Channel Logout §2.1: logout tokens carry a <c>sid</c>.</summary>
    public bool BackchannelLogoutSessionSupported => true;

    public required string JwksUri { get; init; }

    public required IReadOnlyList<string> GrantTypesSupported { get; init; }

    public required IReadOnlyList<string> ResponseTypesSupported { get; init; }

    public required IReadOnlyList<string> ResponseModesSupported { get; init; }

    public required IReadOnlyList<string> CodeChallengeMethodsSupported { get; init; }

    public required IReadOnlyList<string> PromptValuesSupported { get; init; }

    public required IReadOnlyList<string> AcrValuesSupported { get; init; }

    /// <summary>RFC 9207 §3.</summary>
    public required bool AuthorizationResponseIssParameterSupported { get; init; }

    public required IReadOnlyList<string> IdTokenSigningAlgValuesSupported { get; init; }

    public required bool ClaimsParameterSupported { get; init; }

    /// <summary>Said because its default is true (OIDC Discovery §3): requests are taken by reference from the pushed authorization request endpoint alone.</summary>
    public required bool RequestUriParameterSupported { get; init; }

    public required IReadOnlyList<string> ScopesSupported { get; init; }

    public required IReadOnlyList<string> TokenEndpointAuthMethodsSupported { get; init; }

    public required IReadOnlyList<string> RevocationEndpointAuthMethodsSupported { get; init; }

    public required IReadOnlyList<string> IntrospectionEndpointAuthMethodsSupported { get; init; }

    /// <summary>For all endpoints at which clients authenticate (RFC 8414 §2).</summary>
    public required IReadOnlyList<string> TokenEndpointAuthSigningAlgValuesSupported { get; init; }

    public required IReadOnlyList<string> RevocationEndpointAuthSigningAlgValuesSupported { get; init; }

    public required IReadOnlyList<string> IntrospectionEndpointAuthSigningAlgValuesSupported { get; init; }

    /// <summary>RFC 9701 §7.</summary>
    public required IReadOnlyList<string> IntrospectionSigningAlgValuesSupported { get; init; }

    /// <summary>OIDC Discovery §3: request objects by value (RFC 9101).</summary>
    public required bool RequestParameterSupported { get; init; }

    public required IReadOnlyList<string> RequestObjectSigningAlgValuesSupported { get; init; }

    /// <summary>RFC 9101 §10.5: no client may leave its requests unsigned; each may be declared so.</summary>
    public required bool RequireSignedRequestObject { get; init; }

    /// <summary>RFC 8705 §3.3.</summary>
    public required bool TlsClientCertificateBoundAccessTokens { get; init; }

    /// <summary>RFC 9449 §5.1.</summary>
    public required IReadOnlyList<string> DpopSigningAlgValuesSupported { get; init; }

    public required IReadOnlyList<string> SubjectTypesSupported { get; init; }

    public required IReadOnlyList<string> ClaimsSupported { get; init; }
}
