using System.Diagnostics.CodeAnalysis;

namespace AuthServer.Protocol.Dpop;

/// <summary>
/// One spelling for all URIs that name the same target (RFC 9449 §4.3, RFC 3986 §6.2.2, §6.2.3): case of scheme and host, default port, empty
/// path, dot segments and percent-encoding make no difference; query and fragment do not count.
/// </summary>
internal static class HttpTarget
{
    public static bool AreSame(string? claimed, Uri actual) =>
        Uri.TryCreate(claimed, UriKind.Absolute, out var uri)
        && TryNormalize(uri, out var left)
        && TryNormalize(actual, out var right)
        && string.Equals(left, right, StringComparison.Ordinal);

    public static bool TryNormalize(Uri uri, [NotNullWhen(true)] out string? target)
    {
        // A request is never made with user information in its URI (RFC 9110 §4.2.4).
        var isHttp = uri.IsAbsoluteUri && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp) && uri.UserInfo.Length == 0;
        target = isHttp ? $"{uri.Scheme}://{uri.IdnHost}:{uri.Port}{Path(uri)}" : null;
        return isHttp;
    }

    // Segment by segment, so that an encoded slash stays one.
    private static string Path(Uri uri) =>
        string.Join('/', uri.AbsolutePath.Split('/').Select(segment => Uri.EscapeDataString(Uri.UnescapeDataString(segment))));
}
