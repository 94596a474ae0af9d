using System.Security.Cryptography;
using AuthServer.Configuration;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace AuthServer.Account;

/// <summary>What a browser keeps for us between two steps of one thing: unreadable, unforgeable, short-lived, and sent to nobody else.</summary>
internal sealed class ProtectedCookie(IDataProtectionProvider protection, IOptions<AuthServerOptions> options)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <param name="sameSite">Strict, unless the way between the two steps may begin at another site.</param>
    public void Write(HttpContext http, string name, string payload, SameSiteMode sameSite = SameSiteMode.Strict) =>
        http.Response.Cookies.Append(CookieNames.Of(options.Value, name), Protector(name).Protect(payload, Lifetime), Options(sameSite));

    /// <summary>Null when there is none, or it has expired, or it is not ours.</summary>
    public string? Read(HttpContext http, string name)
    {
        if (http.Request.Cookies[CookieNames.Of(options.Value, name)] is not { Length: > 0 } cookie)
        {
            return null;
        }

        try
        {
            return Protector(name).Unprotect(cookie);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public void Delete(HttpContext http, string name) => http.Response.Cookies.Delete(CookieNames.Of(options.Value, name), Options(SameSiteMode.Strict));

    private ITimeLimitedDataProtector Protector(string name) => protection.CreateProtector("AuthServer.Account", name).ToTimeLimitedDataProtector();

    private CookieOptions Options(SameSiteMode sameSite) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        SameSite = sameSite,
        Secure = CookieNames.AreSecure(options.Value),
        Path = "/",
    };
}
