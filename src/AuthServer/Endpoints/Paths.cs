namespace AuthServer.Endpoints;

/// <summary>Where the protocol endpoints are. Clients discover them.</summary>
public static class Paths
{
    public const string OpenIdConfiguration = "/.well-known/openid-configuration";
    public const string AuthorizationServerMetadata = "/.well-known/oauth-authorization-server";
    public const string Keys = "/.well-known/jwks";
    public const string Token = "/connect/token";
    public const string Authorization = "/connect/authorize";
    public const string PushedAuthorization = "/connect/par";
    public const string DeviceAuthorization = "/connect/device";
    public const string UserInfo = "/connect/userinfo";
    public const string Revocation = "/connect/revocation";
    public const string RevocationFeed = "/connect/revocations";
    public const string Introspection = "/connect/introspect";
    public const string EndSession = "/connect/endsession";
}
