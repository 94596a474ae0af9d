using AuthServer.Client.AspNetCore.Cookies;
using AuthServer.Client.AspNetCore.Requests;
using AuthServer.Protocol.OAuth;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AuthServer.Client.AspNetCore.SignOuts;

/// <summary>
/// <c>POST {base}/sign-out</c>: ends the session at the server, deletes its cookie, and says where the page goes to end the browser's sign-in there too. Until the
/// server has heard of it, nothing is deleted: the user would still be signed in there.
/// </summary>
internal static class SignOutEndpoint
{
    public static void MapSignOut(this IEndpointRouteBuilder pages) =>
        pages.MapPost("/sign-out", SignOutAsync).AddEndpointFilter(SamePageFilter.RequireCallAsync);

    private static async Task<IResult> SignOutAsync(HttpContext context, SessionCookies cookies, SessionEnd end)
    {
        var presented = cookies.Read(context.Request);
        if (presented.Ticket is not { } ticket)
        {
            if (presented.AreKeysOutOfReach)
            {
                return Answers.Unavailable(context, retryAfter: null);
            }

            cookies.DeleteAll(context, presented);
            return Answers.Json(context, new SignOutAnswer(null, null));
        }

        switch (await end.RunAsync(ticket, $"{OwnOrigin.Of(context.Request)}{context.Request.PathBase}"))
        {
            case EndResult.Ended ended:
                cookies.DeleteAll(context, presented);
                return Answers.Json(context, new SignOutAnswer(ended.Location?.AbsoluteUri, ended.Location is null ? null : ended.Fields));
            case EndResult.Unavailable unavailable:
                return Answers.Unavailable(context, unavailable.RetryAfter);
            case EndResult.Refused:
                return Answers.Refused(context, StatusCodes.Status502BadGateway, ErrorCodes.ServerError);
            default:
                throw new InvalidOperationException("A session ends, or not now, or the server refuses.");
        }
    }

    /// <param name="Location">Where the page posts <paramref name="Fields"/> to; a form, because the ID token among them should stand in no address.</param>
    private sealed record SignOutAnswer(string? Location, IReadOnlyDictionary<string, string>? Fields)
    {
        /// <summary>Names no token.</summary>
        public override string ToString() => nameof(SignOutAnswer);
    }
}
