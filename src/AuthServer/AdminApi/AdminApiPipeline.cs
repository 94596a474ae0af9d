namespace AuthServer.AdminApi;

/// <summary>What every answer under the API's path has, whoever makes it: no cache keeps it, and a refusal by the routing is a problem too.</summary>
internal static class AdminApiPipeline
{
    /// <summary>What a body may have until it goes to a file: more than it may have at all.</summary>
    private const int BufferLimit = AdminApiRegistration.MaximumBodyLength * 2;

    public static void UseAdminApi(this WebApplication app) => app.Use(static async (context, next) =>
    {
        if (!context.Request.Path.StartsWithSegments(AdminApiPaths.Root))
        {
            await next(context);
            return;
        }

        // At the last moment, because the answer to an exception begins by clearing the headers.
        context.Response.OnStarting(static state =>
        {
            var headers = ((HttpContext)state).Response.Headers;
            headers.CacheControl = "no-store";
            headers.XContentTypeOptions = "nosniff";
            return Task.CompletedTask;
        }, context);

        // Read by the endpoint, and once more to tell whether a repeated request is the same.
        context.Request.EnableBuffering(BufferLimit);
        await next(context);
        if (context.Response is { HasStarted: false, ContentType: null, StatusCode: var status })
        {
            await (status switch
            {
                StatusCodes.Status400BadRequest => Problems.Of(status, "unreadable", "The request cannot be read: it needs a JSON object as its content."),
                StatusCodes.Status404NotFound => Problems.Of(status, "not_found", "There is nothing at this address."),
                StatusCodes.Status405MethodNotAllowed => Problems.Of(status, "method_not_allowed", "This address does not take this method."),
                StatusCodes.Status413PayloadTooLarge => Problems.Of(status, "unreadable", "The request is too large."),
                StatusCodes.Status415UnsupportedMediaType => Problems.Of(status, "unreadable", "The request's content must be application/json."),
                _ => Results.Empty,
            }).ExecuteAsync(context);
        }
    });
}
