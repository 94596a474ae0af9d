using AuthServer.Pages.Admin;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Hosting;

/// <summary>The pages for people: Razor Pages, all behind antiforgery tokens.</summary>
internal static class PageRegistration
{
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddRazorPages().AddMvcOptions(mvc =>
        {
            mvc.Filters.Add<FormExpiredFilter>();
            mvc.Filters.Add<ActingUserFilter>();
        });
        services.Configure<RouteOptions>(routes => routes.LowercaseUrls = true);
        services.Configure<MvcViewOptions>(views => views.HtmlHelperOptions.ClientValidationEnabled = false);
        services.AddExceptionHandler<PageExceptionHandler>();
        services.AddAdminPages();
        return services;
    }

    public static void UsePages(this WebApplication app)
    {
        app.UsePageSecurity();
        app.Use(ExplainUnknownAddressAsync);
        app.UseAuthentication();
        app.UseAuthorization();
    }

    /// <summary>A person who strays is told so; a program has the status.</summary>
    private static async Task ExplainUnknownAddressAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (context.Response is { HasStarted: false, StatusCode: StatusCodes.Status404NotFound }
            && context.GetEndpoint() is null
            && HttpMethods.IsGet(context.Request.Method)
            && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            await ErrorPage.NotFound.ExecuteAsync(context);
        }
    }
}
