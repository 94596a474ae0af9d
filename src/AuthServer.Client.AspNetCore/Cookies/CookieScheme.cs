using AuthServer.Client.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AuthServer.Client.AspNetCore.Cookies;

/// <summary>
/// How cookies are named and guarded. Over TLS: <c>__Host-</c>, <c>Secure</c>, <c>Path=/</c>, so that no other host and no plain connection can set or see them
/// (RFC 6265bis §4.1.3.2). On loopback HTTP in Development, where browsers refuse that, a path of their own keeps them from the other ports of the machine.
/// </summary>
internal sealed class CookieScheme(IOptions<AuthServerSessionOptions> options, IHostEnvironment environment)
{
    private const string HostPrefix = "__Host-";

    /// <summary>Whether cookies can be kept safely on this connection.</summary>
    public bool Serves(HttpRequest request) => request.IsHttps || (environment.IsDevelopment() && Loopback.Is(request));

    /// <summary>What the names of the sessions' cookies begin with.</summary>
    public string SessionPrefix(HttpRequest request) => $"{Prefix(request)}.";

    /// <summary>What the names of the cookies of sign-ins under way begin with.</summary>
    public string SignInPrefix(HttpRequest request) => $"{Prefix(request)}-signin.";

    /// <summary>Sent with this site's own requests alone: no other site makes a browser use it.</summary>
    public CookieOptions ForSession(HttpRequest request, TimeSpan? maxAge = null) => Guarded(request, options.Value.BasePath, SameSiteMode.Strict, maxAge);

    /// <summary>Lax, because the browser comes back from the server's site.</summary>
    public CookieOptions ForSignIn(HttpRequest request, TimeSpan? maxAge = null) => Guarded(request, options.Value.CallbackPath, SameSiteMode.Lax, maxAge);

    private string Prefix(HttpRequest request) => (request.IsHttps ? HostPrefix : "") + options.Value.CookieName;

    private static CookieOptions Guarded(HttpRequest request, string path, SameSiteMode sameSite, TimeSpan? maxAge) => new()
    {
        HttpOnly = true,
        Secure = request.IsHttps,
        SameSite = sameSite,
        Path = request.IsHttps ? "/" : request.PathBase.Add(path),
        MaxAge = maxAge,
        IsEssential = true,
    };
}
