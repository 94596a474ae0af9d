using AuthServer.Client.AspNetCore.Cookies;
using AuthServer.Client.AspNetCore.Requests;
using AuthServer.Client.AspNetCore.Telemetry;
using AuthServer.Client.Discovery;
using AuthServer.Client.SignIns;
using AuthServer.Client.Tokens;
using AuthServer.Protocol.OAuth;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace AuthServer.Client.AspNetCore.SignIns;

/// <summary><c>GET {base}/sign-in</c>: sends the browser to the server for a code (RFC 6749 §4.1.1, RFC 7636 §4.3).</summary>
internal static class SignInEndpoint
{
    public static void MapSignIn(this IEndpointRouteBuilder pages) =>
        pages.MapGet("/sign-in", BeginAsync).AddEndpointFilter(SamePageFilter.RequireNavigationAsync);

    private static async Task<IResult> BeginAsync(HttpContext context, SessionServer server, PendingSignIns pending, SessionCookies cookies, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var returnTo = context.Request.Query["return_to"] is [{ Length: > 0 } given] ? given : "/";
        if (!LocalAddress.IsLocal(returnTo))
        {
            return Answers.Refused(context, StatusCodes.Status400BadRequest, ErrorCodes.InvalidRequest);
        }

        var found = await server.Directory.GetAsync(cancellationToken);
        if (found is not Discovered.Found { Metadata.AuthorizationEndpoint: { } endpoint })
        {
            var failed = found as Discovered.Failed;
            SessionLog.SignInUnavailable(loggers.CreateLogger(AuthServerSessionDefaults.LogCategory), failed?.Problem ?? "it has no authorization endpoint", failed?.Exception);
            return SignInFailure.Tell(context, server.Options, ErrorCodes.TemporarilyUnavailable);
        }

        var begun = pending.Begin(context, returnTo, cookies.Read(context.Request).Ticket?.SignedInAt);
        return Answers.SeeOther(context, new UriBuilder(endpoint) { Query = Query(endpoint, context.Request, server.Options, begun) }.Uri.AbsoluteUri);
    }

    private static string Query(Uri endpoint, HttpRequest request, AuthServerSessionOptions options, PendingSignIn begun)
    {
        var parameters = new List<KeyValuePair<string, string>>
        {
            new(Parameters.ResponseType, "code"),
            new(Parameters.ClientId, options.ClientId),
            new(Parameters.RedirectUri, CallbackEndpoint.RedirectUri(request, options)),
            new(Parameters.Scope, options.Scope),
            new(Parameters.State, begun.State),
            new(Parameters.Nonce, begun.Nonce),
            new(Parameters.CodeChallenge, Pkce.ChallengeOf(begun.Verifier)),
            new(Parameters.CodeChallengeMethod, Pkce.S256),
        };
        RenewalForm.Add(parameters, Parameters.Resource, options.Resource);
        return $"{endpoint.Query.TrimStart('?')}&{QueryText.Write(parameters)}".TrimStart('&');
    }
}
