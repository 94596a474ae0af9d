using AuthServer.Core.Clients;
using AuthServer.Core.Grants;
using AuthServer.Core.Proofs;
using AuthServer.Core.Results;
using AuthServer.Core.Sessions;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Tokens;

/// <summary>
/// The way of every token request: authenticate the client, check that it may, verify the key that it proves, let the grant decide, commit, mint.
/// Nothing after the commit refuses, and nothing after it observes cancellation.
/// </summary>
public sealed class TokenRequestHandler(
    ClientAuthenticator authenticator, GrantDirectory grants, ProofVerifier proofs, SessionCommit sessions, TokenIssuer issuer, TokenMetrics metrics)
{
    public async Task<Result<TokenResponse>> HandleAsync(TokenRequest request, CancellationToken cancellationToken)
    {
        var result = await AnswerAsync(request, cancellationToken);
        metrics.Answered(grants.NameOf(request.Form.GetValueOrDefault(Parameters.GrantType)), result.TryGet(out _, out var error) ? TokenMetrics.Granted : error.Code);
        return result;
    }

    private async Task<Result<TokenResponse>> AnswerAsync(TokenRequest request, CancellationToken cancellationToken)
    {
        if (!(await authenticator.AuthenticateAsync(request.Credentials, cancellationToken)).TryGet(out var client, out var error)
            || !grants.Find(request.Form.GetValueOrDefault(Parameters.GrantType), client).TryGet(out _, out error)
            || !(await proofs.VerifyAsync(request.Proof, client, cancellationToken)).TryGet(out var binding, out error))
        {
            return error;
        }

        return await TryHandleAsync(request, client, binding, cancellationToken)
            ?? await HandleAgainAsync(request, binding, cancellationToken)
            ?? OAuthError.Unavailable("the client's registration keeps changing");
    }

    /// <summary>
    /// A second turn serves the request whose client was registered anew since it was remembered. Its assertion and its proof were accepted once and are
    /// not counted as presented again.
    /// </summary>
    private async Task<Result<TokenResponse>?> HandleAgainAsync(TokenRequest request, KeyBinding binding, CancellationToken cancellationToken) =>
        (await authenticator.AuthenticateAgainAsync(request.Credentials, cancellationToken)).TryGet(out var client, out var error)
            ? await TryHandleAsync(request, client, binding, cancellationToken)
            : error;

    private async Task<Result<TokenResponse>?> TryHandleAsync(TokenRequest request, AuthenticatedClient client, KeyBinding binding, CancellationToken cancellationToken)
    {
        if (!grants.Find(request.Form.GetValueOrDefault(Parameters.GrantType), client).TryGet(out var grant, out var error)
            || !(await issuer.PrepareAsync(client.Registration, cancellationToken)).TryGet(out var material, out error)
            || !(await grant.EvaluateAsync(new GrantRequest(client, request.Form, binding, request.Caller), cancellationToken)).TryGet(out var decision, out error))
        {
            return error;
        }

        return await sessions.CommitAsync(decision, client, binding, request.Caller, cancellationToken) switch
        {
            SessionGrant.Granted granted => Result.Of(issuer.Mint(granted.Session, client.Registration, binding, material)),
            SessionGrant.NothingToWrite nothing => Result.Of(issuer.Mint(nothing.Decision, material)),
            SessionGrant.Refused refused => refused.Error,
            _ => default(Result<TokenResponse>?),
        };
    }
}
