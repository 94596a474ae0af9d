using System.Globalization;
using System.Text.Encodings.Web;
using AuthServer.Validation.Scopes;
using AuthServer.Validation.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace AuthServer.Validation;

/// <summary>Authenticates requests by the access token in their <c>Authorization</c> header and challenges as RFC 6750 §3 and RFC 9449 §7.1 ask.</summary>
internal sealed class AuthServerBearerHandler(
    IOptionsMonitor<AuthServerBearerOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    BearerAuthenticators authenticators,
    IClaimsTransformation transformation)
    : AuthenticationHandler<AuthServerBearerOptions>(options, loggers, encoder)
{
    private TokenOutcome _outcome = TokenOutcome.Absent.Instance;

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var pending = authenticators.For(Scheme.Name).AuthenticateAsync(Context, Context.RequestAborted);
        return pending.IsCompletedSuccessfully ? Task.FromResult(Answer(pending.Result)) : AnswerAsync(pending.AsTask());
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        // The reason is known once the header has been read, which no middleware need have done before.
        await HandleAuthenticateOnceSafeAsync();
        switch (_outcome)
        {
            case TokenOutcome.Refused refused:
                Challenge(refused.Refusal.StatusCode, AuthServerChallenges.For(refused, Options.AcceptDpop));
                break;
            case TokenOutcome.Undecided undecided:
                // The token may be good, so it must not be called invalid: a client would throw it away.
                Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                Response.Headers.RetryAfter = Seconds(undecided.RetryAfter);
                break;
            default:
                Challenge(StatusCodes.Status401Unauthorized, AuthServerChallenges.ForNone(Options.AcceptDpop));
                break;
        }
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var scheme = TokenCredentials.SchemeOf(Request.Headers.Authorization);
        Challenge(StatusCodes.Status403Forbidden, AuthServerChallenges.ForForbidden(scheme, Context.Features.Get<MissingScopes>()?.ToString()));
        return Task.CompletedTask;
    }

    private async Task<AuthenticateResult> AnswerAsync(Task<TokenOutcome> pending) => Answer(await pending);

    private AuthenticateResult Answer(TokenOutcome decided)
    {
        _outcome = decided;
        return decided switch
        {
            TokenOutcome.Accepted accepted => Answer(accepted),
            TokenOutcome.Refused refused => AuthenticateResult.Fail(refused.Refusal.Description),
            TokenOutcome.Undecided => AuthenticateResult.Fail("The keys or the revocations of the issuer are not known."),
            _ => AuthenticateResult.NoResult(),
        };
    }

    // A transformation of the application's own may add to the principal, so it gets one that no other request sees.
    private AuthenticateResult Answer(TokenOutcome.Accepted accepted) => transformation is NoopClaimsTransformation
        ? accepted.Result
        : AuthenticateResult.Success(new AuthenticationTicket(accepted.Ticket.Principal.Clone(), accepted.Ticket.Properties, Scheme.Name));

    // One header line for each scheme, since clients that do not know one of them stumble over lists.
    private void Challenge(int status, params ReadOnlySpan<string> challenges)
    {
        Response.StatusCode = status;
        foreach (var challenge in challenges)
        {
            Response.Headers.Append(HeaderNames.WWWAuthenticate, challenge);
        }
    }

    private static string Seconds(TimeSpan time) =>
        Math.Max(1, (long)Math.Ceiling(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
