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
    public const string IdToken = "id_token";
    public const string Code = "code";
    public const string CodeVerifier = "code_verifier";
    public const string CodeChallenge = "code_challenge";
    public const string CodeChallengeMethod = "code_challenge_method";
    public const string RedirectUri = "redirect_uri";
    public const string ResponseType = "response_type";
    public const string ResponseMode = "response_mode";
    public const string State = "state";
    public const string Nonce = "nonce";
    public const string Prompt = "prompt";
    public const string MaxAge = "max_age";
    public const string LoginHint = "login_hint";
    public const string AcrValues = "acr_values";
    public const string UiLocales = "ui_locales";
    public const string IdTokenHint = "id_token_hint";
    public const string Registration = "registration";
    public const string Request = "request";
    public const string RequestUri = "request_uri";
    public const string Issuer = "iss";
    public const string DpopKeyThumbprint = "dpop_jkt";
    public const string PostLogoutRedirectUri = "post_logout_redirect_uri";
    public const string LogoutHint = "logout_hint";
    public const string LogoutToken = "logout_token";
    public const string ClientAssertion = "client_assertion";
    public const string ClientAssertionType = "client_assertion_type";
    public const string DeviceCode = "device_code";
    public const string UserCode = "user_code";
    public const string VerificationUri = "verification_uri";
    public const string VerificationUriComplete = "verification_uri_complete";
    public const string Interval = "interval";
    public const string Audience = "audience";
    public const string SubjectToken = "subject_token";
    public const string SubjectTokenType = "subject_token_type";
    public const string ActorToken = "actor_token";
    public const string ActorTokenType = "actor_token_type";
    public const string RequestedTokenType = "requested_token_type";
    public const string IssuedTokenType = "issued_token_type";
    public const string Token = "token";
    public const string TokenTypeHint = "token_type_hint";
    public const string Resource = "resource";

    /// <summary>Ours: where to go on in the revocation feed.</summary>
    public const string Cursor = "cursor";

    /// <summary>Ours: for how long the revocation feed may wait for news before it answers that there is none, in seconds.</summary>
    public const string Wait = "wait";

    public const string Error = "error";
    public const string ErrorDescription = "error_description";
    public const string Reason = "reason";
}
