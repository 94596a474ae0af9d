using System.Buffers.Text;
using System.Security.Cryptography;
using AuthServer.Protocol.Dpop;
using AuthServer.Validation.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace AuthServer.Validation.Proofs;

/// <summary>Whether the sender of a request is the one that its access token is bound to (RFC 9449 §7.1, RFC 8705 §3).</summary>
internal sealed class PossessionCheck(AuthServerBearerOptions options, IProofReplayCache replays, ProofNonces nonces)
{
    private readonly TimeProvider _time = options.TimeProvider ?? TimeProvider.System;

    /// <summary>Null when the sender has shown all that the token asks for, otherwise the first thing that is wrong.</summary>
    public async ValueTask<TokenRefusal?> RefusalOfAsync(
        TokenCredentials.Presented presented, TokenConfirmation? confirmation, HttpContext http, CancellationToken cancellationToken)
    {
        // RFC 9449 §7.1: neither a bound token without its proof, nor a proof for a token that is not bound.
        if (presented.Scheme == TokenScheme.Bearer ? confirmation?.KeyThumbprint is not null : confirmation?.KeyThumbprint is null)
        {
            return presented.Scheme == TokenScheme.Bearer ? TokenRefusal.SenderConstrained : TokenRefusal.NotSenderConstrained;
        }

        if (confirmation?.CertificateThumbprint is { } certificate && !await IsShownAsync(certificate, http, cancellationToken).ConfigureAwait(false))
        {
            return TokenRefusal.WrongCertificate;
        }

        return confirmation?.KeyThumbprint is { } key
            ? await RefusalOfProofAsync(presented.Token.ToString(), key, http, cancellationToken).ConfigureAwait(false)
            : null;
    }

    private static async Task<bool> IsShownAsync(string thumbprint, HttpContext http, CancellationToken cancellationToken) =>
        await http.Connection.GetClientCertificateAsync(cancellationToken).ConfigureAwait(false) is { } certificate
        && string.Equals(Base64Url.EncodeToString(certificate.GetCertHash(HashAlgorithmName.SHA256)), thumbprint, StringComparison.Ordinal);

    private async ValueTask<TokenRefusal?> RefusalOfProofAsync(string token, string key, HttpContext http, CancellationToken cancellationToken)
    {
        // §8.2: a client that is told the next nonce with each answer needs no second attempt.
        if (options.RequireProofNonce && !http.Response.HasStarted)
        {
            http.Response.Headers[DpopNames.NonceHeader] = nonces.Current();
        }

        return Read(token, http.Request, out var refusal) is { } proof ? await RefusalOfAsync(proof, key, cancellationToken).ConfigureAwait(false) : refusal;
    }

    private DpopResult.Verified? Read(string token, HttpRequest request, out TokenRefusal? refusal)
    {
        var headers = request.Headers[DpopNames.ProofHeader];
        if (headers is not [{ Length: > 0 } header])
        {
            refusal = headers.Count > 1 ? TokenRefusal.SeveralProofs : TokenRefusal.ProofMissing;
            return null;
        }

        // What a proxy in front was asked for is known here when its headers are forwarded.
        if (!Uri.TryCreate(UriHelper.BuildAbsolute(request.Scheme, request.Host, request.PathBase, request.Path), UriKind.Absolute, out var uri))
        {
            refusal = TokenRefusal.ProofForOtherUri;
            return null;
        }

        var conditions = new DpopConditions(request.Method, uri) { AccessToken = token, MaximumAge = options.ProofLifetime, MaximumLead = options.ClockSkew };
        var result = DpopProof.Read(header, conditions, _time.GetUtcNow());
        refusal = result is DpopResult.Refused refused ? RefusalOf(refused.Reason) : null;
        return result as DpopResult.Verified;
    }

    private async ValueTask<TokenRefusal?> RefusalOfAsync(DpopResult.Verified proof, string key, CancellationToken cancellationToken)
    {
        if (!string.Equals(proof.Thumbprint, key, StringComparison.Ordinal))
        {
            return TokenRefusal.WrongProofKey;
        }

        if (options.RequireProofNonce && !nonces.IsCurrent(proof.Nonce))
        {
            return TokenRefusal.NonceWanted;
        }

        // Last, so that only those who have the token and its key can fill the memory.
        return await replays.TryAddAsync(proof.ReplayHash(), proof.IssuedAt + options.ProofLifetime, cancellationToken).ConfigureAwait(false)
            ? null
            : TokenRefusal.ProofUsed;
    }

    private static TokenRefusal RefusalOf(DpopRefusal reason) => reason switch
    {
        DpopRefusal.WrongType => TokenRefusal.ProofOfWrongType,
        DpopRefusal.WrongAlgorithm => TokenRefusal.ProofOfWrongAlgorithm,
        DpopRefusal.BadKey => TokenRefusal.ProofWithoutKey,
        DpopRefusal.BadSignature => TokenRefusal.ProofSignature,
        DpopRefusal.MissingClaim => TokenRefusal.ProofLacksClaim,
        DpopRefusal.WrongMethod => TokenRefusal.ProofForOtherMethod,
        DpopRefusal.WrongUri => TokenRefusal.ProofForOtherUri,
        DpopRefusal.WrongAccessToken => TokenRefusal.ProofForOtherToken,
        DpopRefusal.TooOld => TokenRefusal.ProofTooOld,
        DpopRefusal.InFuture => TokenRefusal.ProofInFuture,
        _ => TokenRefusal.ProofMalformed,
    };
}
