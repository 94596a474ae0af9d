namespace AuthServer.Client;

/// <summary>Names that this library uses when nothing else is said.</summary>
public static class AuthServerClientDefaults
{
    /// <summary>The configuration section that options are conventionally bound from.</summary>
    public const string ConfigurationSection = "AuthServer:Client";

    /// <summary>The named <see cref="HttpClient"/> that speaks with the authorization server.</summary>
    public const string HttpClientName = "AuthServer.Client";

    /// <summary>The name of the meter.</summary>
    public const string MeterName = "AuthServer.Client";
}
