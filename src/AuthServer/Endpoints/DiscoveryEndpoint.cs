using System.Text.Json.Serialization;
using AuthServer.Core.Grants;
using AuthServer.Core.Metadata;
using AuthServer.Core.Scopes;
using AuthServer.Core.Tokens;
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

    private static async Task<IResult> GetAsync(HttpContext context, GrantDirectory grants, ScopeDirectory scopes, IOptions<TokenOptions> options)
    {
        var issuer = options.Value.Issuer;
        var known = await scopes.AllAsync(context.RequestAborted);
        context.Response.Headers.CacheControl = "public, max-age=300";
        return Results.Json(
            new ServerMetadata
            {
                Issuer = issuer,
                TokenEndpoint = issuer + Paths.Token,
                RevocationEndpoint = issuer + Paths.Revocation,
                IntrospectionEndpoint = issuer + Paths.Introspection,
                JwksUri = issuer + Paths.Keys,
                GrantTypesSupported = [.. grants.Types],
                ResponseTypesSupported = [],
                ScopesSupported = [.. known.Keys.Order(StringComparer.Ordinal)],
                TokenEndpointAuthMethodsSupported = AuthenticationMethods,
                RevocationEndpointAuthMethodsSupported = AuthenticationMethods,
                IntrospectionEndpointAuthMethodsSupported = [.. AuthenticationMethods.Where(method => method != "none")],
                DpopSigningAlgValuesSupported = [.. JwsAlgorithm.All.Select(algorithm => algorithm.Name)],
                SubjectTypesSupported = ["public"],
                ClaimsSupported = [ClaimNames.Subject, ClaimNames.SessionId, ClaimNames.AuthenticatedAt, ClaimNames.AuthenticationContext, ClaimNames.AuthenticationMethods, ClaimNames.Roles],
            },
            Serializer.Default.ServerMetadata);
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
    [JsonSerializable(typeof(ServerMetadata))]
    private sealed partial class Serializer : JsonSerializerContext;
}
