using AuthServer.Client.AspNetCore;
using Microsoft.Extensions.Options;

namespace AuthServer.Web.Hosting;

/// <summary>The headers that guard the page: it runs and shows nothing but its own files, and speaks with itself, its API and the authorization server alone.</summary>
internal static class PageHeaders
{
    public static void UsePageHeaders(this WebApplication app)
    {
        var api = Origin(app.Services.GetRequiredService<IOptions<PageOptions>>().Value.Api);
        var issuer = Origin(app.Services.GetRequiredService<IOptions<AuthServerSessionOptions>>().Value.Issuer);
        var policy = $"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self' {api}; form-action 'self' {issuer}; base-uri 'none'; frame-ancestors 'none'";
        app.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = policy;
            headers["Referrer-Policy"] = "no-referrer";
            headers.XContentTypeOptions = "nosniff";
            return next(context);
        });
    }

    private static string Origin(string address) => new Uri(address).GetLeftPart(UriPartial.Authority);
}
