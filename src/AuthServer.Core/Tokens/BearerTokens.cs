using AuthServer.Core.Proofs;
using AuthServer.Core.Results;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Tokens;

/// <summary>
/// Accepts access tokens at this server's own endpoints (user info, administration): valid, bound to the key that is proven, and what is behind them
/// still stands, by its row and not by a feed.
/// </summary>
public sealed class BearerTokens(AccessTokenReader reader, TokenStanding standing, ProofVerifier proofs)
{
    private static readonly OAuthError Invalid = new(ErrorCodes.InvalidToken, "The access token is invalid, expired or revoked.");

    public async Task<Result<AcceptedToken>> AcceptAsync(PresentedToken presented, PresentedProof proof, CancellationToken cancellationToken)
    {
        if (reader.ReadValid(presented.Token) is not { } claims)
        {
            return Invalid;
        }

        if (await proofs.CheckAsync(claims, presented, proof, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        return await standing.FindAsync(claims, cancellationToken) is { } accepted ? accepted : Invalid;
    }
}
