using System.Data.Common;
using System.Text.Json;
using System.Text.RegularExpressions;
using AuthServer.Endpoints;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.AdminApi;

/// <summary>What cannot be read of a request, and what goes wrong on our side, in the form of the administration API's refusals.</summary>
internal sealed partial class AdminExceptionHandler(ILogger<AdminExceptionHandler> logger) : IExceptionHandler
{
    // SQLSTATE, of the standard: string data right truncation, character not in repertoire.
    private const string TextTooLong = "22001";
    private const string NoText = "22021";

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.Metadata.GetMetadata<AdminApiAttribute>() is null)
        {
            return false;
        }

        await AnswerTo(exception).ExecuteAsync(httpContext);
        return true;
    }

    private IResult AnswerTo(Exception exception)
    {
        switch (exception)
        {
            case BadHttpRequestException { InnerException: JsonException json }:
                return Problems.Invalid(MemberOf(json), SentenceOf(json));
            case BadHttpRequestException unreadable:
                return Problems.Of(unreadable.StatusCode, "unreadable", unreadable.StatusCode switch
                {
                    StatusCodes.Status413PayloadTooLarge => "The request is too large.",
                    StatusCodes.Status415UnsupportedMediaType => "The request's content must be application/json.",
                    _ => "The request cannot be read: it needs a JSON object as its content.",
                });
            case DbUpdateException { InnerException: DbException { SqlState: TextTooLong or NoText } }:
                return Problems.Of(StatusCodes.Status400BadRequest, "invalid", "A text is too long, or holds a character that no text has.");
            case var _ when ProtocolExceptionHandler.IsOutage(exception):
                LogOutage(logger, exception);
                return Problems.RetryLater(
                    StatusCodes.Status503ServiceUnavailable, "unavailable", "The server cannot reach its storage right now. Ask again.", TimeSpan.FromSeconds(1));
            default:
                LogBug(logger, exception);
                return Problems.Of(StatusCodes.Status500InternalServerError, "server_error", "The server met an error that it did not expect.");
        }
    }

    /// <summary>
    /// <c>$.filter.ip</c> is <c>filter.ip</c>; what is no JSON at all has no member. What is unknown, missing or twice there stands in the serializer's sentence alone.
    /// </summary>
    private static string MemberOf(JsonException json)
    {
        var path = (json.Path ?? "$") is ['$', '.', .. var member] ? member : "";
        var name = NamesMember(json.Message) ? Quoted().Matches(json.Message).Select(match => match.Groups[1].Value).FirstOrDefault(IsMember) : null;
        return (path, name) switch
        {
            ("", null) => "$",
            ("", _) => name,
            (_, null) => path,
            _ => path == name || path.EndsWith($".{name}", StringComparison.Ordinal) ? path : $"{path}.{name}",
        };
    }

    private static bool NamesMember(string message) => Unknown(message) || Twice(message) || Missing(message);

    private static bool Unknown(string message) => message.Contains("could not be mapped", StringComparison.Ordinal);

    private static bool Twice(string message) => message.Contains("Duplicate property", StringComparison.Ordinal);

    private static bool Missing(string message) => message.Contains("missing required", StringComparison.Ordinal);

    // The names of types are quoted too.
    private static bool IsMember(string quoted) => !quoted.StartsWith("AuthServer.", StringComparison.Ordinal) && !quoted.StartsWith("System.", StringComparison.Ordinal);

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Quoted();

    /// <summary>The serializer's own words name its types, which are nobody's business.</summary>
    private static string SentenceOf(JsonException json) => json switch
    {
        { Message: var message } when Unknown(message) => "There is no such member.",
        { Message: var message } when Twice(message) => "The member comes more than once.",
        { Message: var message } when Missing(message) => "A required member is missing.",
        { Message: var message } when message.Contains("could not be converted", StringComparison.Ordinal)
            || message.Contains("null", StringComparison.Ordinal) => "The value is not of the form that this member has.",
        _ => "This is not valid JSON.",
    };

    [LoggerMessage(3410, LogLevel.Warning, "A request to the administration API could not be answered while storage is out of reach")]
    private static partial void LogOutage(ILogger logger, Exception exception);

    [LoggerMessage(3431, LogLevel.Error, "A request to the administration API met an error that is a bug")]
    private static partial void LogBug(ILogger logger, Exception exception);
}
