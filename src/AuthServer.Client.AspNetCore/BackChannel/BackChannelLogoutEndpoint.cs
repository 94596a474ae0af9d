using AuthServer.Client.AspNetCore.Requests;
using AuthServer.Client.AspNetCore.Telemetry;
using AuthServer.Protocol.OAuth;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace AuthServer.Client.AspNetCore.BackChannel;

/// <summary>Where the server says that a session has ended (OpenID Connect Back-Channel Logout §2.5, §2.8).</summary>
internal static class BackChannelLogoutEndpoint
{
    private const int LongestForm = 32 * 1024;

    public static void MapBackChannelLogout(this IEndpointRouteBuilder endpoints, string path) =>
        endpoints.MapPost(path, ReceiveAsync).WithMetadata(new RequestSizeLimitAttribute(LongestForm));

    private static async Task<IResult> ReceiveAsync(
        HttpContext context, LogoutTokenCheck check, IEnumerable<ILogoutListener> listeners, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var logger = loggers.CreateLogger(AuthServerSessionDefaults.LogCategory);
        if (!context.Request.HasFormContentType
            || (await context.Request.ReadFormAsync(cancellationToken))[Parameters.LogoutToken] is not [{ Length: > 0 } token])
        {
            return Refuse(context, logger, "there is no logout token, or more than one");
        }

        switch (await check.CheckAsync(token, cancellationToken))
        {
            case LogoutTokenResult.Accepted { Notice: var notice }:
                SessionLog.EndedAtServer(logger, notice.SessionId);
                foreach (var listener in listeners)
                {
                    await listener.LoggedOutAsync(notice, cancellationToken);
                }

                Answers.Guard(context);
                return Results.Ok();
            case LogoutTokenResult.Refused refused:
                return Refuse(context, logger, refused.Problem);
            default:
                return Answers.Unavailable(context, retryAfter: null);
        }
    }

    // §2.8: 400, and the cause is the log's.
    private static IResult Refuse(HttpContext context, ILogger logger, string problem)
    {
        SessionLog.LogoutRefused(logger, problem);
        return Answers.Refused(context, StatusCodes.Status400BadRequest, ErrorCodes.InvalidRequest);
    }
}
