using System.Collections.Immutable;
using System.Globalization;
using AuthServer.Administration;
using AuthServer.Core.Results;
using AuthServer.Endpoints;
using AuthServer.Protocol.OAuth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AuthServer.AdminApi;

/// <summary>The one writer of refusals of the administration API (RFC 9457). The member <c>code</c> is for programs, <c>detail</c> for people.</summary>
internal static class Problems
{
    public static ProblemHttpResult NotFound(string what) => Of(StatusCodes.Status404NotFound, "not_found", $"There is no such {what}.");

    /// <summary>The request itself is wrong, in these members.</summary>
    public static ProblemHttpResult Invalid(MemberErrors errors)
    {
        var problem = new HttpValidationProblemDetails(errors.ToDictionary())
        {
            Status = StatusCodes.Status400BadRequest,
            Title = "Bad Request",
            Detail = "The request has members that cannot be accepted; errors names them.",
        };
        problem.Extensions["code"] = "invalid";
        return TypedResults.Problem(problem);
    }

    public static ProblemHttpResult Invalid(string member, string sentence)
    {
        var errors = new MemberErrors();
        errors.Add(member, sentence);
        return Invalid(errors);
    }

    /// <summary>What an administration refuses: as errors of members where every reason names one, else as a conflict with how things are.</summary>
    public static ProblemHttpResult Refused(ImmutableArray<string> reasons, string prefix = "") =>
        MemberErrors.Of(reasons, prefix) is { } errors ? Invalid(errors) : Of(StatusCodes.Status409Conflict, "refused", string.Join(' ', reasons));

    /// <summary>What became of an order, where it was not done.</summary>
    public static ProblemHttpResult Of<T>(Outcome<T> outcome, string what, string prefix = "") => outcome switch
    {
        Outcome<T>.NotFound => NotFound(what),
        Outcome<T>.Refused refused => Refused(refused.Reasons, prefix),
        _ => throw new InvalidOperationException("What was done is no problem."),
    };

    public static ProblemHttpResult Of(int status, string code, string detail) => TypedResults.Problem(
        detail, statusCode: status, title: Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status), extensions: new Dictionary<string, object?> { ["code"] = code });

    /// <summary>RFC 6750 §3, RFC 9449 §7.1: the error in a challenge for each scheme, and in the problem.</summary>
    public static IResult Challenge(OAuthError error)
    {
        var status = error.Code switch
        {
            ErrorCodes.InvalidRequest => StatusCodes.Status400BadRequest,
            ErrorCodes.InsufficientScope => StatusCodes.Status403Forbidden,
            ErrorCodes.TemporarilyUnavailable => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status401Unauthorized,
        };
        return new WithHeaders(Of(status, error.Code, error.Description), headers =>
        {
            headers.WWWAuthenticate = BearerChallenges.Of(error);
            if (error.RetryAfter is { } wait)
            {
                headers.RetryAfter = ((long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            }
        });
    }

    /// <summary>With an instant after which it makes sense to ask again.</summary>
    public static IResult RetryLater(int status, string code, string detail, TimeSpan after) => new WithHeaders(
        Of(status, code, detail), headers => headers.RetryAfter = ((long)Math.Ceiling(after.TotalSeconds)).ToString(CultureInfo.InvariantCulture));

    private sealed class WithHeaders(ProblemHttpResult problem, Action<IHeaderDictionary> write) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            write(httpContext.Response.Headers);
            return problem.ExecuteAsync(httpContext);
        }
    }
}
