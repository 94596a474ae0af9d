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

    /// <summary>RFC 9449 §5.1.</summary>
    public required IReadOnlyList<string> DpopSigningAlgValuesSupported { get; init; }

    public required IReadOnlyList<string> SubjectTypesSupported { get; init; }

    public required IReadOnlyList<string> ClaimsSupported { get; init; }
}
