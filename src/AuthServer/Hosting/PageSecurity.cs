using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Hosting;

/// <summary>
/// The headers that guard every page: nothing but what this server itself serves is run, shown or framed, nothing is kept by caches, and no address leaks to
/// other sites (OWASP ASVS 5.0, V3.4).
/// </summary>
internal static class PageSecurity
{
    private const string Policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void UsePageSecurity(this WebApplication app) => app.Use(static (context, next) =>
    {
        if (context.GetEndpoint()?.Metadata is { } metadata && metadata.GetMetadata<PageActionDescriptor>() is not null)
        {
            Apply(context.Response, metadata.GetMetadata<PostsToClientsAttribute>() is not null);
        }

        return next(context);
    });

    public static void Apply(HttpResponse response, bool mayPostToClients)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy = mayPostToClients ? Policy : $"{Policy}; form-action 'self'";
        headers["Referrer-Policy"] = "no-referrer";
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
    }
}
