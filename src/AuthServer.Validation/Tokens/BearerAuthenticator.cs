using AuthServer.Validation.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace AuthServer.Validation.Tokens;

/// <summary>One scheme's way from an <c>Authorization</c> header to an outcome, counted and logged.</summary>
internal sealed class BearerAuthenticator(AccessTokenVerifier verifier, string issuer, ValidationMetrics metrics, ILogger logger)
{
    public ValueTask<TokenOutcome> AuthenticateAsync(StringValues authorization, CancellationToken cancellationToken)
    {
        switch (BearerCredentials.Read(authorization))
        {
            case BearerCredentials.Presented presented:
                var verified = verifier.VerifyAsync(presented.Token, cancellationToken);
                return verified.IsCompletedSuccessfully
                    ? new ValueTask<TokenOutcome>(Reported(verified.Result))
                    : ReportedAsync(verified.AsTask());
            case BearerCredentials.Invalid invalid:
                return new ValueTask<TokenOutcome>(Reported(new TokenOutcome.Refused(invalid.Refusal)));
            default:
                return new ValueTask<TokenOutcome>(TokenOutcome.Absent.Instance);
        }
    }

    private async ValueTask<TokenOutcome> ReportedAsync(Task<TokenOutcome> pending) => Reported(await pending.ConfigureAwait(false));

    private TokenOutcome Reported(TokenOutcome outcome)
    {
        switch (outcome)
        {
            case TokenOutcome.Refused refused:
                metrics.Refused(refused.Refusal.Reason);
                ValidationLog.CredentialRefused(logger, refused.Refusal.Reason);
                break;
            case TokenOutcome.Undecided:
                metrics.Refused("no_keys");
                ValidationLog.NoKeys(logger, issuer);
                break;
        }

        return outcome;
    }
}
