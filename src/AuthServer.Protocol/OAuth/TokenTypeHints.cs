namespace AuthServer.Protocol.OAuth;

/// <summary>Values of <c>token_type_hint</c> (RFC 7009 §2.1). A hint is never trusted, only used to look there first.</summary>
public static class TokenTypeHints
{
    public const string AccessToken = "access_token";
    public const string RefreshToken = "refresh_token";
}
