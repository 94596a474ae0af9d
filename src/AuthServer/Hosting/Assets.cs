using Microsoft.Extensions.FileProviders;

namespace AuthServer.Hosting;

/// <summary>Style sheet, scripts and icons of the pages. They are part of the program, so that they are there wherever it is started from.</summary>
internal static class Assets
{
    public static void UseAssets(this WebApplication app)
    {
        app.Environment.WebRootFileProvider = new EmbeddedFileProvider(typeof(Assets).Assembly, $"{nameof(AuthServer)}.wwwroot");
        app.UseStaticFiles(new StaticFileOptions
        {
            OnPrepareResponse = static file =>
            {
                // Pages name each by its content (asp-append-version), so another content has another name.
                file.Context.Response.Headers.CacheControl = file.Context.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "no-cache";
                file.Context.Response.Headers.XContentTypeOptions = "nosniff";
            },
        });
    }
}
