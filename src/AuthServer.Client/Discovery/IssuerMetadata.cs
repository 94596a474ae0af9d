namespace AuthServer.Client.Discovery;

/// <summary>What the issuer's metadata says of its endpoints (RFC 8414 §2). Each is https or loopback; one that is absent, or is not, is null.</summary>
internal sealed record IssuerMetadata(string Issuer, Uri TokenEndpoint)
{
    public Uri? AuthorizationEndpoint { get; init; }

    public Uri? DeviceEndpoint { get; init; }

    public Uri? RevocationEndpoint { get; init; }

    /// <summary>OpenID Connect RP-Initiated Logout §2.1.</summary>
    public Uri? EndSessionEndpoint { get; init; }

    public Uri? KeysEndpoint { get; init; }

    /// <summary>Whether authorization answers carry <c>iss</c> (RFC 9207 §3).</summary>
    public bool NamesItself { get; init; }
}
