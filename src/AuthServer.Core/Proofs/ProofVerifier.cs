using AuthServer.Core.Clients;
using AuthServer.Core.Results;

namespace AuthServer.Core.Proofs;

/// <summary>Finds out which key a client's request was sent with, and refuses one that must be bound to a key and is not.</summary>
public sealed class ProofVerifier
{
    private static readonly OAuthError CertificateMissing = OAuthError.InvalidRequest("The client's tokens are bound to its TLS certificate, and the request came without one.");

    public ValueTask<Result<KeyBinding>> VerifyAsync(PresentedProof proof, AuthenticatedClient client, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var metadata = client.Registration.Metadata;
        if (!metadata.TlsClientCertificateBoundAccessTokens)
        {
            return ValueTask.FromResult<Result<KeyBinding>>(KeyBinding.None);
        }

        return ValueTask.FromResult<Result<KeyBinding>>(
            proof.Certificate is { } certificate ? new KeyBinding(null, KeyBinding.ThumbprintOf(certificate)) : CertificateMissing);
    }
}
