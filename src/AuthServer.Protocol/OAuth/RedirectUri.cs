using System.Net;

namespace AuthServer.Protocol.OAuth;

/// <summary>
/// Redirect URIs: what may be registered, and whether one that is asked for is the registered one: exactly, character by character (RFC 9700 §4.1.3),
/// but for the port of a loopback address, which a native app learns only when it starts (RFC 8252 §7.3).
/// </summary>
public static class RedirectUri
{
    /// <summary>
    /// Null when the URI may be registered, else why not: absolute, no fragment (RFC 6749 §3.1.2), no user information; https, http on loopback,
    /// or a private-use scheme with a dot (RFC 8252 §7.1).
    /// </summary>
    public static string? RefusalOf(string text) => Parse(text) switch
    {
        null => "must be an absolute URI of printable ASCII characters",
        { Fragment.Length: > 0 } => "must not have a fragment (RFC 6749 §3.1.2)",
        _ when text.Contains('#', StringComparison.Ordinal) => "must not have a fragment (RFC 6749 §3.1.2)",
        { UserInfo.Length: > 0 } => "must not have user information",
        _ when text.Contains('*', StringComparison.Ordinal) => "must not have a wildcard (RFC 9700 §4.1.3)",
        var uri when uri.Scheme == Uri.UriSchemeHttps => null,
        var uri when uri.Scheme == Uri.UriSchemeHttp => uri.IsLoopback ? null : "must be https, but for loopback addresses (RFC 9700 §2.6)",
        var uri => uri.Scheme.Contains('.', StringComparison.Ordinal) ? null : "must be https or a private-use scheme with a dot in it (RFC 8252 §7.1)",
    };

    public static bool Matches(string registered, string presented) =>
        string.Equals(registered, presented, StringComparison.Ordinal)
        || (IsLoopbackLiteral(registered) && IsLoopbackLiteral(presented)
            && string.Equals(WithoutPort(registered), WithoutPort(presented), StringComparison.Ordinal));

    /// <summary>Whether another program on the same device could receive what is sent there: nobody's identity is assured by it (RFC 8252 §8.6).</summary>
    public static bool IsNative(string text) => IsLoopbackLiteral(text) || (Parse(text) is { } uri && uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp);

    // RFC 8252 §7.3 and §8.3: the literals, not the name "localhost", which may be resolved to somewhere else.
    private static bool IsLoopbackLiteral(string text) =>
        Parse(text) is { } uri && uri.Scheme == Uri.UriSchemeHttp && uri.UserInfo.Length == 0
        && IPAddress.TryParse(uri.DnsSafeHost, out var address) && IPAddress.IsLoopback(address);

    private static string WithoutPort(string text)
    {
        var authority = text.IndexOf("://", StringComparison.Ordinal) + 3;
        var path = text.IndexOfAny(['/', '?'], authority);
        var end = path < 0 ? text.Length : path;
        var colon = text.LastIndexOf(':', end - 1, end - authority);
        var hasPort = colon >= 0 && !text.AsSpan(colon, end - colon).Contains(']');
        return hasPort ? text.Remove(colon, end - colon) : text;
    }

    private static Uri? Parse(string text) =>
        !text.AsSpan().ContainsAnyExceptInRange('!', '~') && !text.Contains('\\', StringComparison.Ordinal) && Uri.TryCreate(text, UriKind.Absolute, out var uri) ? uri : null;
}
