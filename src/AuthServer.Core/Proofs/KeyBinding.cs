using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using AuthServer.Protocol.Dpop;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Proofs;

/// <summary>The key that a request was shown to be sent with, and that its access token is bound to: the <c>cnf</c> claim (RFC 7800 §3.1).</summary>
/// <param name="JwkThumbprint">RFC 9449 §6.1; null without DPoP.</param>
/// <param name="CertificateThumbprint">RFC 8705 §3.1; null when the token is not bound to a certificate.</param>
public sealed record KeyBinding(string? JwkThumbprint, string? CertificateThumbprint)
{
    public static readonly KeyBinding None = new(null, null);

    /// <summary>What an access token says that it is bound to.</summary>
    public static KeyBinding Of(JwtClaims claims) =>
        claims.Get(ClaimNames.Confirmation) is { ValueKind: JsonValueKind.Object } confirmation
            ? new KeyBinding(Member(confirmation, DpopNames.KeyThumbprint), Member(confirmation, ClaimNames.CertificateThumbprint))
            : None;

    public static string ThumbprintOf(X509Certificate2 certificate) => Base64Url.EncodeToString(certificate.GetCertHash(HashAlgorithmName.SHA256));

    private static string? Member(JsonElement confirmation, string name) => confirmation.TryGetProperty(name, out var value) ? value.GetString() : null;
}
