using AuthServer.Validation.Proofs;
using AuthServer.Validation.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AuthServer.Validation.Tokens;

/// <summary>One scheme's way from an <c>Authorization</c> header to an outcome, counted and logged.</summary>
internal sealed class BearerAuthenticator(
    AccessTokenVerifier verifier, PossessionCheck possession, AuthServerBearerOptions options, ValidationMetrics metrics, ILogger logger)
{
    public ValueTask<TokenOutcome> AuthenticateAsync(HttpContext http, CancellationToken cancellationToken)
    {
        switch (TokenCredentials.Read(http.Request.Headers.Authorization, options.AcceptDpop))
        {
            case TokenCredentials.Presented presented:
                var pending = verifier.VerifyAsync(presented.Token, cancellationToken);
                if (!pending.IsCompletedSuccessfully)
                {
                    return DecideAsync(pending.AsTask(), presented, http, cancellationToken);
                }

                // The usual case, a bearer token that was seen before, is decided here and allocates nothing.
                var verified = pending.Result;
                return presented.Scheme == TokenScheme.Bearer && verified is TokenOutcome.Accepted { Confirmation: null }
                    ? new ValueTask<TokenOutcome>(verified)
                    : DecideAsync(Task.FromResult(verified), presented, http, cancellationToken);
            case TokenCredentials.Invalid invalid:
                return new ValueTask<TokenOutcome>(Reported(new TokenOutcome.Refused(invalid.Refusal, invalid.Scheme)));
            default:
                return new ValueTask<TokenOutcome>(TokenOutcome.Absent.Instance);
        }
    }

    private async ValueTask<TokenOutcome> DecideAsync(
        Task<TokenOutcome> pending, TokenCredentials.Presented presented, HttpContext http, CancellationToken cancellationToken)
    {
        var verified = await pending.ConfigureAwait(false);
        return Reported(verified switch
        {
            TokenOutcome.Accepted accepted => await possession.RefusalOfAsync(presented, accepted.Confirmation, http, cancellationToken).ConfigureAwait(false) is { } refusal
                ? new TokenOutcome.Refused(refusal, presented.Scheme)
                : accepted,
            TokenOutcome.Refused refused => refused with { Scheme = presented.Scheme },
            _ => verified,
        });
    }

    private TokenOutcome Reported(TokenOutcome outcome)
    {
        switch (outcome)
        {
            case TokenOutcome.Refused refused:
                metrics.Refused(refused.Refusal.Reason);
                ValidationLog.CredentialRefused(logger, refused.Refusal.Reason);
                break;
            case TokenOutcome.Undecided { Reason: TokenOutcome.Undecided.NoKeys }:
                metrics.Refused(TokenOutcome.Undecided.NoKeys);
                ValidationLog.NoKeys(logger, options.Issuer);
                break;
            case TokenOutcome.Undecided undecided:
                metrics.Refused(undecided.Reason);
                ValidationLog.StaleRevocations(logger, options.Issuer);
                break;
        }

        return outcome;
    }
}
