using AuthServer.Client.AspNetCore;
using Microsoft.Extensions.Options;

namespace AuthServer.Web.Hosting;

/// <summary><c>/settings.json</c>: what the page's script needs to know; nothing of it is secret.</summary>
internal static class SettingsEndpoint
{
    public static void MapSettings(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/settings.json", (
        HttpContext context, IOptions<PageOptions> page, IOptions<AuthServerSessionOptions> session, IHostEnvironment environment) =>
    {
        context.Response.Headers.CacheControl = "no-cache";
        return TypedResults.Ok(new PageSettings(page.Value.Api.TrimEnd('/'), session.Value.Issuer.TrimEnd('/'), environment.IsDevelopment()));
    });

    private sealed record PageSettings(string Api, string Issuer, bool CanBreak);
}
