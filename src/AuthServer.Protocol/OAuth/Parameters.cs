namespace AuthServer.Protocol.OAuth;

/// <summary>Names of request and response parameters as registered with IANA (RFC 6749 §11.2 and the RFCs that add to it).</summary>
public static class Parameters
{
    public const string GrantType = "grant_type";
    public const string ClientId = "client_id";
    public const string ClientSecret = "client_secret";
    public const string Username = "username";
    public const string Password = "password";
    public const string Scope = "scope";
    public const string RefreshToken = "refresh_token";
    public const string AccessToken = "access_token";
    public const string TokenType = "token_type";
    public const string ExpiresIn = "expires_in";
    public const string RefreshTokenExpiresIn = "refresh_token_expires_in";
    public const string Token = "token";
    public const string TokenTypeHint = "token_type_hint";
    public const string Resource = "resource";
    public const string Error = "error";
    public const string ErrorDescription = "error_description";
    public const string Reason = "reason";
}
