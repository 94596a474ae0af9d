using System.Text.Json.Serialization;
using AuthServer.Configuration;
using AuthServer.Core.Authorization;
using AuthServer.Core.Clients;
using AuthServer.Core.Grants;
using AuthServer.Core.Keys;
using AuthServer.Core.Metadata;
using AuthServer.Core.Scopes;
using AuthServer.Core.UserInfo;
using AuthServer.Core.Users;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.OAuth;
using Microsoft.Extensions.Options;

namespace AuthServer.Endpoints;

/// <summary>Discovery (RFC 8414 §3, OIDC Discovery §4): made from the registrations that serve the requests.</summary>
internal static partial class DiscoveryEndpoint
{
    // RFC 9110 §9.1: whoever serves GET serves HEAD.
    public static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>What clients may sign with: proofs, assertions and request objects.</summary>
    private static readonly string[] ClientAlgorithms = [.. JwsAlgorithm.All.Select(algorithm => algorithm.Name)];

    public static void MapDiscovery(this IEndpointRouteBuilder app)
    {
        app.MapMethods(Paths.OpenIdConfiguration, Methods, GetAsync);
        app.MapMethods(Paths.AuthorizationServerMetadata, Methods, GetAsync);
    }

    private static async Task<IResult> GetAsync(HttpContext context, GrantDirectory grants, ScopeDirectory scopes, SigningKeyRing keys, IOptions<AuthServerOptions> options)
    {
        var issuer = options.Value.Issuer;
        var confidential = AuthenticationMethods(options.Value.ClientCertificates).ToArray();
        string[] methods = [.. confidential, ClientAuthenticationMethods.None];
        var known = await scopes.AllAsync(context.RequestAborted);
        context.Response.Headers.CacheControl = "public, max-age=300";
        return Results.Json(
            new ServerMetadata
            {
                Issuer = issuer,
                AuthorizationEndpoint = issuer + Paths.Authorization,
                PushedAuthorizationRequestEndpoint = issuer + Paths.PushedAuthorization,
                UserinfoEndpoint = issuer + Paths.UserInfo,
                DeviceAuthorizationEndpoint = issuer + Paths.DeviceAuthorization,
                TokenEndpoint = issuer + Paths.Token,
                RevocationEndpoint = issuer + Paths.Revocation,
                IntrospectionEndpoint = issuer + Paths.Introspection,
                RevocationFeedEndpoint = issuer + Paths.RevocationFeed,
                EndSessionEndpoint = issuer + Paths.EndSession,
                JwksUri = issuer + Paths.Keys,
                GrantTypesSupported = [.. grants.Types],
                ResponseTypesSupported = [Parameters.Code],
                ResponseModesSupported = ["query", "form_post"],
                CodeChallengeMethodsSupported = [Pkce.S256],
                PromptValuesSupported = Prompts.All,
                AcrValuesSupported = AuthenticationContexts.All,
                AuthorizationResponseIssParameterSupported = true,
                IdTokenSigningAlgValuesSupported = [.. keys.Algorithms.Select(algorithm => algorithm.Name)],
                ClaimsParameterSupported = false,
                RequestUriParameterSupported = false,
                ScopesSupported = [.. known.Keys.Order(StringComparer.Ordinal)],
                TokenEndpointAuthMethodsSupported = methods,
                RevocationEndpointAuthMethodsSupported = methods,
                IntrospectionEndpointAuthMethodsSupported = confidential,
                TokenEndpointAuthSigningAlgValuesSupported = ClientAlgorithms,
                RevocationEndpointAuthSigningAlgValuesSupported = ClientAlgorithms,
                IntrospectionEndpointAuthSigningAlgValuesSupported = ClientAlgorithms,
                IntrospectionSigningAlgValuesSupported = [.. keys.Algorithms.Select(algorithm => algorithm.Name)],
                RequestParameterSupported = true,
                RequestObjectSigningAlgValuesSupported = ClientAlgorithms,
                RequireSignedRequestObject = false,
                TlsClientCertificateBoundAccessTokens = options.Value.ClientCertificates,
                DpopSigningAlgValuesSupported = ClientAlgorithms,
                SubjectTypesSupported = ["public"],
                ClaimsSupported = [ClaimNames.Subject, ClaimNames.SessionId, ClaimNames.AuthenticatedAt, ClaimNames.AuthenticationContext, ClaimNames.AuthenticationMethods, .. StandardClaims.Names],
            },
            Serializer.Default.ServerMetadata);
    }

    private static IEnumerable<string> AuthenticationMethods(bool certificates)
    {
        IEnumerable<string> always = [ClientAuthenticationMethods.SecretBasic, ClientAuthenticationMethods.SecretPost, ClientAuthenticationMethods.PrivateKeyJwt];
        return certificates ? always.Append(ClientAuthenticationMethods.TlsClient).Append(ClientAuthenticationMethods.SelfSignedTlsClient) : always;
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
    [JsonSerializable(typeof(ServerMetadata))]
    private sealed partial class Serializer : JsonSerializerContext;
}
