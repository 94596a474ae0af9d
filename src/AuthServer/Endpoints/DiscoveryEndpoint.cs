using System.Text.Json.Serialization;
using AuthServer.Core.Authorization;
using AuthServer.Core.Grants;
using AuthServer.Core.Keys;
using AuthServer.Core.Metadata;
using AuthServer.Core.Scopes;
using AuthServer.Core.Tokens;
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

    private static readonly string[] AuthenticationMethods = ["client_secret_basic", "client_secret_post", "none"];

    public static void MapDiscovery(this IEndpointRouteBuilder app)
    {
        app.MapMethods(Paths.OpenIdConfiguration, Methods, GetAsync);
        app.MapMethods(Paths.AuthorizationServerMetadata, Methods, GetAsync);
    }

    private static async Task<IResult> GetAsync(HttpContext context, GrantDirectory grants, ScopeDirectory scopes, SigningKeyRing keys, IOptions<TokenOptions> options)
    {
        var issuer = options.Value.Issuer;
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
                TokenEndpointAuthMethodsSupported = AuthenticationMethods,
                RevocationEndpointAuthMethodsSupported = AuthenticationMethods,
                IntrospectionEndpointAuthMethodsSupported = [.. AuthenticationMethods.Where(method => method != "none")],
                DpopSigningAlgValuesSupported = [.. JwsAlgorithm.All.Select(algorithm => algorithm.Name)],
                SubjectTypesSupported = ["public"],
                ClaimsSupported = [ClaimNames.Subject, ClaimNames.SessionId, ClaimNames.AuthenticatedAt, ClaimNames.AuthenticationContext, ClaimNames.AuthenticationMethods, .. StandardClaims.Names],
            },
            Serializer.Default.ServerMetadata);
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
    [JsonSerializable(typeof(ServerMetadata))]
    private sealed partial class Serializer : JsonSerializerContext;
}
