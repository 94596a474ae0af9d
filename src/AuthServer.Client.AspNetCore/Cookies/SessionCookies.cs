using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using AuthServer.Client.AspNetCore.Telemetry;
using AuthServer.Client.Requests;
using AuthServer.Protocol.Jose;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AuthServer.Client.AspNetCore.Cookies;

/// <summary>
/// The refresh token in the browser. Each generation of each session has a cookie with a name of its own. A response sets its own generation's, and deletes only
/// cookies that its request presented and that this generation outranks, or that the server has declared dead. So whatever the order in which a browser receives
/// the responses of racing requests, none can take away or overwrite a cookie that another one set and that is still good.
/// </summary>
internal sealed class SessionCookies(IDataProtectionProvider protection, CookieScheme scheme, ILoggerFactory loggers)
{
    // Browsers take cookies of up to 4096 bytes, name and attributes included.
    private const int LongestValue = 3600;

    private readonly IDataProtector _protector = protection.CreateProtector("AuthServer.Client.AspNetCore.Session.v1");
    private readonly ILogger _logger = loggers.CreateLogger(AuthServerSessionDefaults.LogCategory);

    public PresentedCookies Read(HttpRequest request)
    {
        var prefix = scheme.SessionPrefix(request);
        var areKeysOutOfReach = false;
        var opened = new List<(string Name, SessionTicket? Ticket)>();
        foreach (var (name, value) in request.Cookies.Where(cookie => cookie.Key.StartsWith(prefix, StringComparison.Ordinal)))
        {
            opened.Add((name, Open(name, prefix, value, ref areKeysOutOfReach)));
        }

        string[] unreadable = [.. opened.Where(cookie => cookie.Ticket is null).Select(cookie => cookie.Name)];
        var found = opened
            .Where(cookie => cookie.Ticket is not null)
            .OrderByDescending(cookie => cookie.Ticket!.SignedInAt)
            .ThenBy(cookie => cookie.Ticket!.Key, StringComparer.Ordinal)
            .ThenByDescending(cookie => cookie.Ticket!.Renewals)
            .ToList();
        return found is [var first, ..]
            ? new PresentedCookies(first.Ticket, first.Name, [.. found.Skip(1).Select(cookie => cookie.Name)], unreadable, areKeysOutOfReach)
            : new PresentedCookies(null, null, [], unreadable, areKeysOutOfReach);
    }

    /// <summary>Sets the cookie of this generation; what it outranks among the presented ones goes.</summary>
    public void Set(HttpContext context, SessionTicket ticket, TimeSpan? lifetime, PresentedCookies presented)
    {
        var name = NameOf(scheme.SessionPrefix(context.Request), ticket);

        // First the new one: whatever breaks off in between leaves one too many rather than none.
        context.Response.Cookies.Append(name, Seal(ticket), scheme.ForSession(context.Request, lifetime));
        Delete(context, [.. presented.Superseded, .. presented.Name is null || presented.Name == name ? [] : new[] { presented.Name }]);
    }

    /// <summary>Deletes what was presented, because the server says that it is dead.</summary>
    public void DeletePresented(HttpContext context, PresentedCookies presented) =>
        Delete(context, [.. presented.Superseded, .. presented.Name is null ? [] : new[] { presented.Name }]);

    /// <summary>Deletes what was presented, also what cannot be read: the user wants nothing left.</summary>
    public void DeleteAll(HttpContext context, PresentedCookies presented)
    {
        DeletePresented(context, presented);
        Delete(context, presented.Unreadable);
    }

    /// <summary>Deletes what was presented and is outranked.</summary>
    public void DeleteSuperseded(HttpContext context, PresentedCookies presented) => Delete(context, presented.Superseded);

    private void Delete(HttpContext context, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            context.Response.Cookies.Delete(name, scheme.ForSession(context.Request));
        }
    }

    private string Seal(SessionTicket ticket)
    {
        var value = _protector.Protect(JsonSerializer.Serialize(ticket));
        return value.Length <= LongestValue ? value : _protector.Protect(JsonSerializer.Serialize(ticket with { IdToken = null }));
    }

    /// <summary>Null for what this application has not written, or cannot read any more; it is left where it is, since another node may be able to.</summary>
    private SessionTicket? Open(string name, string prefix, string value, ref bool areKeysOutOfReach)
    {
        // Bytes, not text: of what Data Protection wraps, nothing but the keys' own trouble is left.
        if (!Base64UrlText.TryDecode(value, out var sealedTicket))
        {
            return null;
        }

        try
        {
            using var json = TokenAnswerReader.Parse(_protector.Unprotect(sealedTicket));
            return json?.Deserialize<SessionTicket>() is { } ticket && NameOf(prefix, ticket) == name ? ticket : null;
        }
        catch (CryptographicException e) when (e.InnerException is not null and not CryptographicException)
        {
            areKeysOutOfReach = true;
            SessionLog.NoSealKeys(_logger, e);
            return null;
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            SessionLog.Unreadable(_logger, e);
            return null;
        }
    }

    private static string NameOf(string prefix, SessionTicket ticket) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{ticket.Key}.{ticket.Renewals}");
}
