namespace AuthServer.Client.Discovery;

/// <summary>Which addresses credentials and tokens may be sent to: https, and http on a loopback address (RFC 6749 §3.2, RFC 6750 §5.3).</summary>
internal static class Transport
{
    public static bool Allows(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback);
}
