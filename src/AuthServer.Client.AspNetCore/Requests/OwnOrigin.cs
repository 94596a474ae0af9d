using Microsoft.AspNetCore.Http;

namespace AuthServer.Client.AspNetCore.Requests;

/// <summary>Tells requests of this origin's own pages from those that other sites make a browser send (Fetch Metadata; RFC 6454 §7; OWASP ASVS 5.0, V3.5).</summary>
internal static class OwnOrigin
{
    private const string Marker = "authserver-client";

    /// <summary>What marks a request as another site's; null when nothing does. A call must carry a header that no form can send and no script of another origin unasked.</summary>
    public static string? ForeignCall(HttpRequest request) =>
        request.Headers.XRequestedWith != Marker ? "X-Requested-With is missing"
        : request.Headers["Sec-Fetch-Site"] is [{ } site, ..] && site != "same-origin" ? "Sec-Fetch-Site is another site's"
        : request.Headers.Origin is [{ } origin, ..] && !string.Equals(origin, Of(request), StringComparison.OrdinalIgnoreCase) ? "Origin is another one"
        : null;

    /// <summary>What marks a request as something else than a navigation of the whole page; null when nothing does.</summary>
    public static string? NoNavigation(HttpRequest request) =>
        request.Headers["Sec-Fetch-Mode"] is [{ } mode, ..] && mode != "navigate" ? "Sec-Fetch-Mode is not that of a navigation"
        : request.Headers["Sec-Fetch-Dest"] is [{ } destination, ..] && destination != "document" ? "Sec-Fetch-Dest is not a document"
        : null;

    public static string Of(HttpRequest request) => $"{request.Scheme}://{request.Host.Value}";
}
