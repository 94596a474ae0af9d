namespace AuthServer.Client.AspNetCore.Tests.Hosting;

/// <summary>The cookies of one browser, into which answers go in whatever order a test likes.</summary>
internal sealed class CookieJar
{
    private readonly Dictionary<(string Name, string Path), string> _cookies = [];

    public IReadOnlyList<string> Names => [.. _cookies.Keys.Select(cookie => cookie.Name)];

    public CookieJar Copy()
    {
        var copy = new CookieJar();
        foreach (var (key, value) in _cookies)
        {
            copy._cookies[key] = value;
        }

        return copy;
    }

    public CookieJar Take(PageAnswer answer)
    {
        foreach (var cookie in answer.Cookies)
        {
            var key = (cookie.Name.ToString(), cookie.Path.ToString());
            if (cookie.Expires < DateTimeOffset.UtcNow)
            {
                _cookies.Remove(key);
            }
            else
            {
                _cookies[key] = cookie.Value.ToString();
            }
        }

        return this;
    }

    /// <summary>The <c>Cookie</c> header for a path (RFC 6265 §5.1.4); null when there is nothing to send.</summary>
    public string? HeaderFor(string path)
    {
        var sent = _cookies.Where(cookie => path.StartsWith(cookie.Key.Path, StringComparison.Ordinal)).Select(cookie => $"{cookie.Key.Name}={cookie.Value}").ToList();
        return sent.Count == 0 ? null : string.Join("; ", sent);
    }
}
