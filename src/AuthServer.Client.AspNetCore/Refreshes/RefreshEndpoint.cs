using AuthServer.Client.AspNetCore.Cookies;
using AuthServer.Client.AspNetCore.Requests;
using AuthServer.Protocol.OAuth;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AuthServer.Client.AspNetCore.Refreshes;

/// <summary><c>POST {base}/refresh</c>: an access token for the page, the successor of the refresh token for the cookie. Only <c>invalid_grant</c> ends the session.</summary>
internal static class RefreshEndpoint
{
    private const string NoSession = "no_session";

    public static void MapRefresh(this IEndpointRouteBuilder pages) =>
        pages.MapPost("/refresh", RefreshAsync).AddEndpointFilter(SamePageFilter.RequireCallAsync);

    private static async Task<IResult> RefreshAsync(HttpContext context, SessionCookies cookies, SessionRenewal renewal, TimeProvider time, CancellationToken cancellationToken)
    {
        var presented = cookies.Read(context.Request);
        if (presented.Ticket is not { } ticket)
        {
            return presented.AreKeysOutOfReach
                ? Answers.Unavailable(context, retryAfter: null)
                : Answers.Refused(context, StatusCodes.Status401Unauthorized, ErrorCodes.InvalidGrant, NoSession);
        }

        switch (await renewal.JoinAsync(ticket).WaitAsync(cancellationToken))
        {
            case RenewalResult.Renewed renewed:
                // Also when the generation is the same: a server that does not rotate may have lengthened its life.
                cookies.Set(context, renewed.Ticket, renewed.CookieLifetime, presented);
                var left = Math.Max(1, (long)renewed.ExpiresAt.Left(time).TotalSeconds);
                return Answers.Json(context, new TokenAnswer(renewed.AccessToken, "Bearer", left, renewed.Scope, renewed.Ticket.Name));
            case RenewalResult.Ended ended:
                cookies.DeletePresented(context, presented);
                return Answers.Refused(context, StatusCodes.Status400BadRequest, ErrorCodes.InvalidGrant, ended.Reason);
            case RenewalResult.Unavailable unavailable:
                return Answers.Unavailable(context, unavailable.RetryAfter);
            case RenewalResult.Refused:
                return Answers.Refused(context, StatusCodes.Status502BadGateway, ErrorCodes.ServerError);
            default:
                throw new InvalidOperationException("A renewal succeeds, ends, fails or is refused.");
        }
    }

    /// <param name="ExpiresIn">What the token has left now, which is less than it was issued with when others waited for the same renewal.</param>
    private sealed record TokenAnswer(string AccessToken, string TokenType, long ExpiresIn, string? Scope, string Session)
    {
        /// <summary>Names no token.</summary>
        public override string ToString() => nameof(TokenAnswer);
    }
}
