using AuthServer.Core.Clients;
using AuthServer.Core.Dpop;
using AuthServer.Core.Results;
using AuthServer.Core.Tokens;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Proofs;

/// <summary>Finds out which key a request was sent with, and refuses one that must be bound to a key and is not (RFC 9449, RFC 8705).</summary>
public sealed class ProofVerifier(DpopVerifier dpop)
{
    private static readonly OAuthError CertificateMissing = OAuthError.InvalidRequest("The client's tokens are bound to its TLS certificate, and the request came without one.");
    private static readonly OAuthError ProofMissing = new(ErrorCodes.InvalidDpopProof, "The request needs a DPoP proof.");
    private static readonly OAuthError OtherKey = new(ErrorCodes.InvalidToken, "The access token is bound to a key that the request does not prove.");

    /// <summary>The keys that the tokens of this request are bound to, among them all that the client has declared (RFC 9449 §5.2, RFC 8705 §3.4).</summary>
    public async ValueTask<Result<KeyBinding>> VerifyAsync(PresentedProof proof, AuthenticatedClient client, CancellationToken cancellationToken)
    {
        var metadata = client.Registration.Metadata;
        if (metadata.TlsClientCertificateBoundAccessTokens && proof.Certificate is null)
        {
            return CertificateMissing;
        }

        if (metadata.DpopBoundAccessTokens && proof.Dpop is null)
        {
            return ProofMissing;
        }

        if (!(await ReadAsync(proof, cancellationToken)).TryGet(out var binding, out var error))
        {
            return error;
        }

        return metadata.TlsClientCertificateBoundAccessTokens ? binding with { CertificateThumbprint = KeyBinding.ThumbprintOf(proof.Certificate!) } : binding;
    }

    /// <summary>The key of the DPoP proof, when there is one: for requests that are answered without a token, where none is ever required (RFC 9449 §10.1).</summary>
    public async ValueTask<Result<KeyBinding>> ReadAsync(PresentedProof proof, CancellationToken cancellationToken)
    {
        if (proof.Dpop is null)
        {
            return KeyBinding.None;
        }

        var request = new DpopRequest(proof.Dpop, proof.Method, new Uri(proof.Uri), AccessToken: null);
        return (await dpop.VerifyAsync(request, cancellationToken)).TryGet(out var key, out var error) ? new KeyBinding(key.Thumbprint, CertificateThumbprint: null) : error;
    }

    /// <summary>Null when the request proves every key that the access token is bound to (RFC 9449 §7.1, RFC 8705 §3).</summary>
    public async ValueTask<OAuthError?> CheckAsync(JwtClaims claims, PresentedToken presented, PresentedProof proof, CancellationToken cancellationToken)
    {
        var binding = KeyBinding.Of(claims);
        if (presented.IsDpop != (binding.JwkThumbprint is not null)
            || (binding.CertificateThumbprint is { } expected && (proof.Certificate is null || KeyBinding.ThumbprintOf(proof.Certificate) != expected)))
        {
            return OtherKey;
        }

        if (!presented.IsDpop)
        {
            return null;
        }

        if (proof.Dpop is null)
        {
            return ProofMissing;
        }

        var request = new DpopRequest(proof.Dpop, proof.Method, new Uri(proof.Uri), presented.Token);
        return !(await dpop.VerifyAsync(request, cancellationToken)).TryGet(out var key, out var error) ? error
            : key.Thumbprint == binding.JwkThumbprint ? null
            : OtherKey;
    }
}
