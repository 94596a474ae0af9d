namespace AuthServer.Client.Discovery;

/// <summary>What the issuer's metadata says of its endpoints (RFC 8414 §2). Each is https or loopback; one that is absent, or is not, is null.</summary>
/// <param name="NamesItself">Whether authorization answers carry <c>iss</c> (RFC 9207 §3).</param>
internal sealed record IssuerMetadata(string Issuer, Uri TokenEndpoint, Uri? AuthorizationEndpoint, Uri? DeviceEndpoint, Uri? RevocationEndpoint, bool NamesItself);
