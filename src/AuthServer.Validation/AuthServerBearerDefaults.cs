namespace AuthServer.Validation;

/// <summary>Names that the bearer handler uses when nothing else is said.</summary>
public static class AuthServerBearerDefaults
{
    /// <summary>The authentication scheme, named as in RFC 6750 §2.1.</summary>
    public const string AuthenticationScheme = "Bearer";

    /// <summary>The configuration section that options are conventionally bound from.</summary>
    public const string ConfigurationSection = "AuthServer:Validation";

    /// <summary>The named <see cref="HttpClient"/> that reads the issuer's metadata and keys.</summary>
    public const string HttpClientName = "AuthServer.Validation";

    /// <summary>The name of the meter.</summary>
    public const string MeterName = "AuthServer.Validation";
}
