namespace AuthServer.Protocol.OAuth;

/// <summary>Names of the claims in access tokens (RFC 7519 §4.1, RFC 9068 §2.2, OIDC Front-Channel Logout §3 for <c>sid</c>).</summary>
public static class ClaimNames
{
    public const string Issuer = "iss";
    public const string Subject = "sub";
    public const string Audience = "aud";
    public const string ExpiresAt = "exp";
    public const string IssuedAt = "iat";
    public const string NotBefore = "nbf";
    public const string JwtId = "jti";
    public const string ClientId = "client_id";
    public const string Scope = "scope";
    public const string SessionId = "sid";
    public const string AuthenticatedAt = "auth_time";
    public const string AuthenticationContext = "acr";
    public const string AuthenticationMethods = "amr";
    public const string Confirmation = "cnf";
    public const string Roles = "roles";

    /// <summary>OIDC Core §2.</summary>
    public const string Nonce = "nonce";

    /// <summary>OIDC Core §3.1.3.6.</summary>
    public const string AccessTokenHash = "at_hash";

    /// <summary>RFC 8693 §4.1.</summary>
    public const string Actor = "act";

    /// <summary>A member of <c>cnf</c>: RFC 8705 §3.1.</summary>
    public const string CertificateThumbprint = "x5t#S256";

    /// <summary>Ours: the user's epoch when the token was made. An API refuses a token whose epoch is behind what the revocation feed says.</summary>
    public const string UserEpoch = "epoch";

    /// <summary>Ours: the client's epoch when the token was made; see <see cref="UserEpoch"/>.</summary>
    public const string ClientEpoch = "client_epoch";

    /// <summary>Ours: an object of the clients that an exchanged token passed through before, each with its epoch then; see <see cref="UserEpoch"/>.</summary>
    public const string OriginClientEpochs = "origin_client_epochs";
}
