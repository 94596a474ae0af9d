using System.Collections.Immutable;
using AuthServer.Configuration;
using AuthServer.Core.Clients;

namespace AuthServer.Declarations;

/// <summary>Translates what a declaration says of how its client speaks the protocol.</summary>
internal static class ClientMetadataDeclarations
{
    public static ClientMetadata Metadata(ClientDeclaration declared) => new()
    {
        RedirectUris = [.. declared.RedirectUris],
        PostLogoutRedirectUris = [.. declared.PostLogoutRedirectUris],
        AllowedOrigins = Origins(declared),
        BackchannelLogoutUri = declared.BackChannelLogoutUri,
        KeepOfflineSessionsAtLogout = declared.KeepOfflineSessionsAtLogout,
        TokenEndpointAuthMethod = declared.TokenEndpointAuthMethod,
        Jwks = declared.Jwks,
        TlsClientAuthSubjectDn = declared.TlsClientAuthSubjectDn,
        TlsClientCertificateBoundAccessTokens = declared.TlsClientCertificateBoundAccessTokens,
        DpopBoundAccessTokens = declared.DpopBoundAccessTokens,
        RequirePushedAuthorizationRequests = declared.RequirePushedAuthorizationRequests || declared.Fapi2,
        RequireSignedRequestObject = declared.RequireSignedRequestObject,
        RequireConsent = declared.RequireConsent,
        Fapi2 = declared.Fapi2,
        IdTokenSignedResponseAlg = declared.IdTokenSignedResponseAlg,
        IdTokenOnRefresh = declared.IdTokenOnRefresh,
        IntrospectionSignedResponseAlg = declared.IntrospectionSignedResponseAlg,
        DefaultMaxAge = declared.DefaultMaxAge,
        MayImpersonate = declared.MayImpersonate,
        MayDelegate = declared.MayDelegate,
        AuthorizationCodeLifetime = declared.AuthorizationCodeLifetime,
        DeviceCodeLifetime = declared.DeviceCodeLifetime,
        PushedRequestLifetime = declared.PushedRequestLifetime,
    };

    /// <summary>The other way round.</summary>
    public static void CopyTo(ClientDeclaration declared, ClientMetadata metadata)
    {
        declared.RedirectUris.AddRange(metadata.RedirectUris);
        declared.PostLogoutRedirectUris.AddRange(metadata.PostLogoutRedirectUris);
        declared.AllowedOrigins.AddRange(metadata.AllowedOrigins);
        declared.BackChannelLogoutUri = metadata.BackchannelLogoutUri;
        declared.KeepOfflineSessionsAtLogout = metadata.KeepOfflineSessionsAtLogout;
        declared.TokenEndpointAuthMethod = metadata.TokenEndpointAuthMethod;
        declared.Jwks = metadata.Jwks;
        declared.TlsClientAuthSubjectDn = metadata.TlsClientAuthSubjectDn;
        declared.TlsClientCertificateBoundAccessTokens = metadata.TlsClientCertificateBoundAccessTokens;
        declared.DpopBoundAccessTokens = metadata.DpopBoundAccessTokens;
        declared.RequirePushedAuthorizationRequests = metadata.RequirePushedAuthorizationRequests;
        declared.RequireSignedRequestObject = metadata.RequireSignedRequestObject;
        declared.RequireConsent = metadata.RequireConsent;
        declared.Fapi2 = metadata.Fapi2;
        declared.IdTokenSignedResponseAlg = metadata.IdTokenSignedResponseAlg;
        declared.IdTokenOnRefresh = metadata.IdTokenOnRefresh;
        declared.IntrospectionSignedResponseAlg = metadata.IntrospectionSignedResponseAlg;
        declared.DefaultMaxAge = metadata.DefaultMaxAge;
        declared.MayImpersonate = metadata.MayImpersonate;
        declared.MayDelegate = metadata.MayDelegate;
        declared.AuthorizationCodeLifetime = metadata.AuthorizationCodeLifetime;
        declared.DeviceCodeLifetime = metadata.DeviceCodeLifetime;
        declared.PushedRequestLifetime = metadata.PushedRequestLifetime;
    }

    /// <summary>A public client with an https or loopback page is a browser client: its page's scripts call this server.</summary>
    private static ImmutableArray<string> Origins(ClientDeclaration declared) =>
        declared.AllowedOrigins.Count > 0 ? [.. declared.AllowedOrigins]
        : declared.Type != ClientType.Public ? []
        :
        [
            .. declared.RedirectUris.Select(text => new Uri(text)).Where(uri => uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
                .Select(uri => uri.GetLeftPart(UriPartial.Authority)).Distinct(StringComparer.Ordinal),
        ];
}
