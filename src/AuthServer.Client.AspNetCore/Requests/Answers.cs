using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace AuthServer.Client.AspNetCore.Requests;

/// <summary>The one writer of answers to pages: JSON that no cache keeps.</summary>
internal static class Answers
{
    private static readonly JsonSerializerOptions Snake = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    // Long enough that a server which is down is not hammered; a page adds pauses of its own.
    private static readonly TimeSpan UsualPause = TimeSpan.FromSeconds(1);

    public static IResult Json<T>(HttpContext context, T body, int status = StatusCodes.Status200OK)
    {
        Guard(context);
        return Results.Json(body, Snake, statusCode: status);
    }

    public static IResult Refused(HttpContext context, int status, string error, string? reason = null) => Json(context, new ErrorAnswer(error, reason), status);

    /// <summary>Not now (RFC 9110 §15.6.4): whoever reads it keeps the session and tries again.</summary>
    public static IResult Unavailable(HttpContext context, TimeSpan? retryAfter)
    {
        var seconds = Math.Ceiling((retryAfter > UsualPause ? retryAfter.Value : UsualPause).TotalSeconds);
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Refused(context, StatusCodes.Status503ServiceUnavailable, "temporarily_unavailable");
    }

    /// <summary>To another page, by GET; the address that it came from, which may hold a code, is told to nobody.</summary>
    public static IResult SeeOther(HttpContext context, string address)
    {
        Guard(context);
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.Headers.Location = address;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    public static void Guard(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
    }

    private sealed record ErrorAnswer(string Error, string? Reason);
}
