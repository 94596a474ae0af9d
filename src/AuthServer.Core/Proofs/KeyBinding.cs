using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AuthServer.Core.Proofs;

/// <summary>The key that a request was shown to be sent with, and that its access token is bound to: the <c>cnf</c> claim (RFC 7800 §3.1).</summary>
/// <param name="JwkThumbprint">RFC 9449 §6.1; null without DPoP.</param>
/// <param name="CertificateThumbprint">RFC 8705 §3.1; null when the token is not bound to a certificate.</param>
public sealed record KeyBinding(string? JwkThumbprint, string? CertificateThumbprint)
{
    public static readonly KeyBinding None = new(null, null);

    public static string ThumbprintOf(X509Certificate2 certificate) => Base64Url.EncodeToString(certificate.GetCertHash(HashAlgorithmName.SHA256));
}
