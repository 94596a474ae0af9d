using Microsoft.Extensions.FileProviders;

namespace AuthServer.Web.Hosting;

/// <summary>The page, its style sheet and its scripts. They are part of the program, so that they are there wherever it is started from.</summary>
internal static class Assets
{
    private const string ClientLibrary = "authserver-client.js";

    public static void UseAssets(this WebApplication app)
    {
        var files = new EmbeddedFileProvider(typeof(Assets).Assembly, $"{typeof(WebMarker).Namespace}.wwwroot");
        if (!files.GetFileInfo(ClientLibrary).Exists)
        {
            throw new InvalidOperationException(
                "The library for browsers was not there when this was built. Type `./dev run`; or `npm ci --prefix src/client-js`, and build again.");
        }

        app.Environment.WebRootFileProvider = files;
        app.UseDefaultFiles();
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = static file => file.Context.Response.Headers.CacheControl = "no-cache" });
    }
}
