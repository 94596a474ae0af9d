using AuthServer.Core.Replay;
using AuthServer.Core.Results;
using AuthServer.Protocol.Dpop;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Dpop;

/// <summary>
/// Verifies proofs of possession at the server's own endpoints (RFC 9449 §4.3, §8, §11.1). A nonce of ours is always required: it alone shows
/// that a proof was not made in advance by someone who had the key for a moment.
/// </summary>
public sealed class DpopVerifier(DpopNonces nonces, IReplayStore replays, TimeProvider time)
{
    // The nonce says how fresh a proof is, so clocks that are wrong by a few minutes are forgiven (§11.1).
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    // The database's clock may be a little ahead of the one that judges "iat".
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    private static readonly OAuthError Invalid = new(ErrorCodes.InvalidDpopProof, "The DPoP proof is invalid.");
    private static readonly OAuthError NonceWanted = new(ErrorCodes.UseDpopNonce, "The DPoP proof needs the nonce that this answer carries.");

    /// <summary>The key, or <c>invalid_dpop_proof</c>, or <c>use_dpop_nonce</c> with the nonce to use. The proof cannot be used a second time.</summary>
    public async Task<Result<ProvenKey>> VerifyAsync(DpopRequest request, CancellationToken cancellationToken)
    {
        var conditions = new DpopConditions(request.Method, request.Uri)
        {
            AccessToken = request.AccessToken,
            MaximumAge = Tolerance,
            MaximumLead = Tolerance,
        };
        return DpopProof.Read(request.Proof, conditions, time.GetUtcNow()) switch
        {
            DpopResult.Verified proof => await AcceptAsync(proof, cancellationToken),
            DpopResult.Refused refused => Invalid with { Detail = $"{refused.Reason}" },
            _ => throw new InvalidOperationException("A proof is verified or refused."),
        };
    }

    private async Task<Result<ProvenKey>> AcceptAsync(DpopResult.Verified proof, CancellationToken cancellationToken)
    {
        if (!nonces.IsCurrent(proof.Nonce))
        {
            return NonceWanted with { DpopNonce = nonces.Current() };
        }

        // Last, so that only proofs which would have been taken are written down.
        return await replays.TryRememberAsync(ReplayKind.DpopProof, proof.ReplayHash(), proof.IssuedAt + Tolerance + Margin, cancellationToken)
            ? new ProvenKey(proof.Thumbprint)
            : Invalid with { Detail = "the proof has been used" };
    }
}
