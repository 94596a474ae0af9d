namespace AuthServer.Account;

/// <summary>An address of this server, as a path. Anything that a browser could take for another server's is none (OWASP ASVS 5.0, V3.7.2).</summary>
public static class LocalUrl
{
    /// <summary><paramref name="url"/> when it is a path of this server, else the account page.</summary>
    public static string Or(string? url, string otherwise = AccountPaths.Home) => IsLocal(url) ? url! : otherwise;

    public static bool IsLocal(string? url) =>
        url is ['/', ..]
        // "//host" and "/\host" name a host.
        && url is not ['/', '/' or '\\', ..]
        // Browsers drop tabs and line ends before they read an address.
        && !url.Any(char.IsControl);
}
