namespace AuthServer.Protocol.OAuth;

/// <summary>Scopes with a meaning of their own (OIDC Core §5.4 and §11).</summary>
public static class ScopeNames
{
    public const string OpenId = "openid";
    public const string Profile = "profile";
    public const string Email = "email";
    public const string Phone = "phone";
    public const string Roles = "roles";
    public const string OfflineAccess = "offline_access";

    /// <summary>Ours: administers this server. Granted to users in role <c>admin</c> and to clients listed for it.</summary>
    public const string Administration = "authserver.admin";
}
