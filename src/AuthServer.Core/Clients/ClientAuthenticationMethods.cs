namespace AuthServer.Core.Clients;

/// <summary>Values of <c>token_endpoint_auth_method</c> (RFC 7591 §2, OIDC Core §9, RFC 8705 §2).</summary>
public static class ClientAuthenticationMethods
{
    public const string None = "none";
    public const string SecretBasic = "client_secret_basic";
    public const string SecretPost = "client_secret_post";
    public const string PrivateKeyJwt = "private_key_jwt";
    public const string TlsClient = "tls_client_auth";
    public const string SelfSignedTlsClient = "self_signed_tls_client_auth";
}
