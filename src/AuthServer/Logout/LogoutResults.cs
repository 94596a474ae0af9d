using AuthServer.Account;
using AuthServer.Core.Logout;
using AuthServer.Core.Results;
using AuthServer.Endpoints;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Logout;

/// <summary>The one writer of answers to logout requests: back to the client (OIDC RP-Initiated Logout §3), or to a page of ours.</summary>
internal sealed class LogoutResults(LogoutInteractions interactions, RefusalLog refusals)
{
    public async Task<IResult> AnswerAsync(HttpContext http, LogoutOutcome outcome, IReadOnlyDictionary<string, string> parameters)
    {
        switch (outcome)
        {
            case LogoutOutcome.Refused { Error: var error }:
                return Explain(error);
            case LogoutOutcome.Ask:
                return GoTo(interactions.At(AccountPaths.ConfirmSignOut, parameters));
            case LogoutOutcome.SignedOut { ReturnTo: var returnTo }:
                await BrowserSignIns.ForgetAsync(http);
                return GoTo(returnTo is null ? AccountPaths.SignedOut : WithState(returnTo));
            default:
                throw new InvalidOperationException("An outcome without an answer.");
        }
    }

    public IResult Explain(OAuthError error) => refusals.Explain(Paths.EndSession, error);

    public IResult GoTo(string address) => new SeeOther(address);

    /// <summary>A query that the address has already is kept.</summary>
    private static string WithState(LogoutReturn to) =>
        to.State is null ? to.Uri : $"{to.Uri}{(to.Uri.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{Parameters.State}={Uri.EscapeDataString(to.State)}";

    /// <summary>303: a browser that came by POST goes on by GET and takes no form with it (RFC 9110 §15.4.4).</summary>
    private sealed class SeeOther(string location) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = StatusCodes.Status303SeeOther;
            response.Headers.Location = location;
            response.Headers.CacheControl = "no-store";
            response.Headers["Referrer-Policy"] = "no-referrer";
            return Task.CompletedTask;
        }
    }
}
