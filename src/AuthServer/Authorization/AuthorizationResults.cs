using AuthServer.Account;
using AuthServer.Core.Authorization;
using AuthServer.Core.Tokens;
using AuthServer.Core.Users;
using AuthServer.Endpoints;
using AuthServer.Protocol.OAuth;
using Microsoft.Extensions.Options;

namespace AuthServer.Authorization;

/// <summary>The one writer of authorization answers: to the client's redirect URI (RFC 6749 §4.1.2, RFC 9207), or to the next page.</summary>
internal sealed class AuthorizationResults(InteractionProtector interactions, IOptions<TokenOptions> options, RefusalLog refusals)
{
    public IResult Issued(AuthorizationOutcome.Issue outcome) => Answer(outcome.ReturnTo, [(Parameters.Code, outcome.Code)]);

    public IResult Refused(AuthorizationError refusal)
    {
        refusals.Note(Paths.Authorization, refusal.Error);
        return Answer(refusal.ReturnTo!, [(Parameters.Error, refusal.Error.Code), (Parameters.ErrorDescription, refusal.Error.Description)]);
    }

    public IResult Ask(string page, AuthorizationInteraction interaction) => new SeeOther(AuthorizationPaths.At(page, interactions.Write(interaction)));

    public IResult AskToSignIn(AuthorizationOutcome.SignIn outcome) => new SeeOther(AccountPaths.SignInAt(
        AuthorizationPaths.GoOn(interactions.Write(outcome.Interaction)),
        outcome.Need == SignInNeed.StepUp ? AuthenticationContexts.TwoFactors : null,
        reauthenticate: outcome.Need == SignInNeed.Reauthenticate,
        outcome.Request.LoginHint));

    private IResult Answer(ReturnAddress to, IEnumerable<(string Name, string Value)> members)
    {
        var all = members.ToList();
        if (to.State is not null)
        {
            all.Add((Parameters.State, to.State));
        }

        all.Add((Parameters.Issuer, options.Value.Issuer));
        return to.Mode == ResponseMode.FormPost ? new FormPost(to.RedirectUri, all) : new SeeOther(WithQuery(to.RedirectUri, all));
    }

    /// <summary>A query that the redirect URI has already is kept (RFC 6749 §3.1.2).</summary>
    private static string WithQuery(string uri, IEnumerable<(string Name, string Value)> members)
    {
        var query = string.Join('&', members.Select(member => $"{member.Name}={Uri.EscapeDataString(member.Value)}"));
        return uri + (uri.Contains('?', StringComparison.Ordinal) ? '&' : '?') + query;
    }

    /// <summary>303: a browser that came by POST goes on by GET and takes no form with it (RFC 9700 §4.12).</summary>
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
