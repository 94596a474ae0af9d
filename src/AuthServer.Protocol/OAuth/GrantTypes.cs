namespace AuthServer.Protocol.OAuth;

/// <summary>Values of <c>grant_type</c> (RFC 6749 §4.3.2 and §6, with the extension grants of RFC 8628 and RFC 8693).</summary>
public static class GrantTypes
{
    public const string Password = "password";
    public const string RefreshToken = "refresh_token";
    public const string AuthorizationCode = "authorization_code";
    public const string ClientCredentials = "client_credentials";
    public const string DeviceCode = "urn:ietf:params:oauth:grant-type:device_code";
    public const string TokenExchange = "urn:ietf:params:oauth:grant-type:token-exchange";
}
