using System.Text;
using System.Text.Encodings.Web;
using AuthServer.Hosting;

namespace AuthServer.Authorization;

/// <summary>
/// An answer that the browser posts to the client (OAuth 2.0 Form Post Response Mode §2): by a script file, since no inline script runs here, or by its button.
/// </summary>
internal sealed class FormPost(string redirectUri, IEnumerable<(string Name, string Value)> members) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var encoder = HtmlEncoder.Default;
        var fields = new StringBuilder();
        foreach (var (name, value) in members)
        {
            fields.Append(System.Globalization.CultureInfo.InvariantCulture, $"""<input type="hidden" name="{encoder.Encode(name)}" value="{encoder.Encode(value)}">""");
        }

        PageSecurity.Apply(httpContext.Response, mayPostToClients: true);
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        return httpContext.Response.WriteAsync($"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>Going back to the application</title><script src="/form-post.js" defer></script></head>
            <body>
            <form method="post" action="{encoder.Encode(redirectUri)}">{fields}<noscript><p>You are signed in.</p><button type="submit">Go on</button></noscript></form>
            </body>
            </html>
            """);
    }
}
