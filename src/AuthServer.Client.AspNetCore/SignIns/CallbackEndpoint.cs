using AuthServer.Client.AspNetCore.Cookies;
using AuthServer.Client.AspNetCore.Requests;
using AuthServer.Client.AspNetCore.Telemetry;
using AuthServer.Protocol.OAuth;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace AuthServer.Client.AspNetCore.SignIns;

/// <summary>Where the server sends the browser back to (RFC 6749 §4.1.2, RFC 9207): the code becomes a session, the session a cookie.</summary>
internal static class CallbackEndpoint
{
    public static void MapCallback(this IEndpointRouteBuilder endpoints, string path) =>
        endpoints.MapGet(path, CompleteAsync).AddEndpointFilter(SamePageFilter.RequireNavigationAsync);

    public static string RedirectUri(HttpRequest request, AuthServerSessionOptions options) => $"{OwnOrigin.Of(request)}{request.PathBase}{options.CallbackPath}";

    private static async Task<IResult> CompleteAsync(
        HttpContext context, SessionServer server, PendingSignIns pendings, SignInCompletion completion, SessionCookies cookies, ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger(AuthServerSessionDefaults.LogCategory);
        var answer = context.Request.Query.Where(parameter => parameter.Value.Count == 1).ToDictionary(parameter => parameter.Key, parameter => parameter.Value.ToString());
        if (pendings.Take(context, answer.GetValueOrDefault(Parameters.State)) is not { } pending)
        {
            SessionLog.SignInFailed(logger, "this browser has not begun it, or too long ago");
            return SignInFailure.Tell(context, server.Options, SignInFailure.Expired);
        }

        var presented = cookies.Read(context.Request);
        switch (await completion.RunAsync(pending, answer, RedirectUri(context.Request, server.Options), presented.Ticket))
        {
            case Completion.SignedIn signedIn:
                cookies.Set(context, signedIn.Ticket, signedIn.CookieLifetime, presented);
                SessionLog.SignedIn(logger, signedIn.Ticket.Name);
                return Answers.SeeOther(context, LocalAddress.Escaped(pending.ReturnTo));
            case Completion.Failed failed:
                if (failed.IsOutage)
                {
                    SessionLog.SignInUnavailable(logger, failed.Problem, failed.Exception);
                }
                else
                {
                    SessionLog.SignInFailed(logger, failed.Problem);
                }

                return SignInFailure.Tell(context, server.Options, failed.Error);
            default:
                throw new InvalidOperationException("A sign-in succeeds or fails.");
        }
    }
}
