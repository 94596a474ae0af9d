using System.Security.Cryptography.X509Certificates;

namespace AuthServer.Core.Proofs;

/// <summary>What a request offers to show that its sender holds a key, beside the client's credentials.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Uri">The address of the endpoint as clients know it: the issuer's, whatever proxy stands between.</param>
public sealed record PresentedProof(string Method, string Uri)
{
    /// <summary>The value of the <c>DPoP</c> header (RFC 9449 §4.1), or null when there is none.</summary>
    public string? Dpop { get; init; }

    /// <summary>The certificate that the TLS connection was made with (RFC 8705), or null.</summary>
    public X509Certificate2? Certificate { get; init; }
}
