using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using AuthServer.Client.AspNetCore.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace AuthServer.Client.AspNetCore.SignIns;

/// <summary>Sign-ins under way, each in a cookie of its own that lives for an hour, so that several tabs can be about it at once.</summary>
internal sealed class PendingSignIns(IDataProtectionProvider protection, CookieScheme scheme, TimeProvider time)
{
    private const int Most = 6;
    private const int RandomLength = 32;

    // Six of them with a session beside fit into the 8 KiB of headers that many servers take.
    private const int LongestValue = 1024;
    private const int NameLength = 24;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("AuthServer.Client.AspNetCore.SignIn.v1").ToTimeLimitedDataProtector();

    /// <summary>Begins one. Abandoned ones are dropped, the oldest first, before a request with all of them would grow too long.</summary>
    /// <param name="context">The request that begins it.</param>
    /// <param name="returnTo">Where the user wants to go afterwards; the root, when it is too long to keep.</param>
    /// <param name="former">When the session of this browser began; null when there is none.</param>
    public PendingSignIn Begin(HttpContext context, string returnTo, DateTimeOffset? former)
    {
        // The time comes first, so that names are in the order of their age.
        var state = string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow().ToUnixTimeSeconds():x8}{RandomNumberGenerator.GetHexString(RandomLength, lowercase: true)}");
        var pending = new PendingSignIn(state, NewRandom(), NewRandom(), returnTo, former);
        var sealedText = Seal(pending);
        if (sealedText.Length > LongestValue)
        {
            pending = pending with { ReturnTo = "/" };
            sealedText = Seal(pending);
        }

        var prefix = scheme.SignInPrefix(context.Request);
        foreach (var old in context.Request.Cookies.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).OrderDescending(StringComparer.Ordinal).Skip(Most - 1))
        {
            context.Response.Cookies.Delete(old, scheme.ForSignIn(context.Request));
        }

        context.Response.Cookies.Append(NameOf(prefix, state), sealedText, scheme.ForSignIn(context.Request, Lifetime));
        return pending;
    }

    /// <summary>The sign-in of this very state, which is over from now on; null when this browser has not begun it, or too long ago.</summary>
    public PendingSignIn? Take(HttpContext context, string? state)
    {
        if (state is not { Length: > NameLength } || !state.All(char.IsAsciiHexDigitLower))
        {
            return null;
        }

        var name = NameOf(scheme.SignInPrefix(context.Request), state);
        if (context.Request.Cookies[name] is not { } sealedText)
        {
            return null;
        }

        context.Response.Cookies.Delete(name, scheme.ForSignIn(context.Request));
        return Open(sealedText) is { } pending
            && CryptographicOperations.FixedTimeEquals(System.Text.Encoding.ASCII.GetBytes(pending.State), System.Text.Encoding.ASCII.GetBytes(state))
                ? pending
                : null;
    }

    private string Seal(PendingSignIn pending) => _protector.Protect(JsonSerializer.Serialize(pending), Lifetime);

    private PendingSignIn? Open(string sealedText)
    {
        try
        {
            return JsonSerializer.Deserialize<PendingSignIn>(_protector.Unprotect(sealedText));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static string NameOf(string prefix, string state) => prefix + state[..NameLength];

    private static string NewRandom() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomLength));
}
