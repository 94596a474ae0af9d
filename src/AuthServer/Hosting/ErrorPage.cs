using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace AuthServer.Hosting;

/// <summary>
/// A page that explains to a person what went wrong, where there is nowhere to send the browser (RFC 6749 §4.1.2.1). What it says is fixed by whoever shows it:
/// nothing on it comes from the request. Can be the answer of an endpoint, of a middleware and of a page.
/// </summary>
/// <param name="status">The status of the answer.</param>
/// <param name="title">A few words.</param>
/// <param name="sentence">What happened, and what the person can do.</param>
/// <param name="code">A short word for the operator's log and the person's question, such as <c>invalid_redirect_uri</c>.</param>
public sealed class ErrorPage(int status, string title, string sentence, string? code = null) : IResult
{
    private const string View = "/Pages/Shared/Error.cshtml";

    public int Status { get; } = status;

    public string Title { get; } = title;

    public string Sentence { get; } = sentence;

    public string? Code { get; } = code;

    public static ErrorPage NotFound { get; } =
        new(StatusCodes.Status404NotFound, "There is no such page", "The address may be mistyped, or the page may have moved.");

    public static ErrorPage FormExpired { get; } = new(
        StatusCodes.Status400BadRequest,
        "This form has expired",
        "It was open for too long, or you have signed in or out in another tab meanwhile. Go back, load the page again, and try once more.",
        "form_expired");

    public static ErrorPage Unavailable { get; } = new(
        StatusCodes.Status503ServiceUnavailable, "Please try again in a moment", "The server cannot reach its database just now. Nothing of yours is lost.", "unavailable");

    public static ErrorPage Bug { get; } = new(
        StatusCodes.Status500InternalServerError,
        "Something went wrong",
        "The server met an error that it did not expect. It has been recorded. If it happens again, tell the administrator of this server.",
        "server_error");

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        PageSecurity.Apply(httpContext.Response, mayPostToClients: false);
        var view = new ViewResult
        {
            ViewName = View,
            StatusCode = Status,
            ViewData = new ViewDataDictionary<ErrorPage>(new EmptyModelMetadataProvider(), new ModelStateDictionary()) { Model = this },
        };
        return view.ExecuteResultAsync(new ActionContext(httpContext, new RouteData(), new ActionDescriptor()));
    }
}
