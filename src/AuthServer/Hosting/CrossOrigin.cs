using AuthServer.Core.Clients;
using AuthServer.Endpoints;
using AuthServer.Protocol.Dpop;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace AuthServer.Hosting;

/// <summary>
/// Which scripts may call the protocol endpoints (Fetch §3.2): what is public, any; what clients use, those from the registered origins of clients;
/// anything else, none. Cookies are never sent along.
/// </summary>
internal sealed class CrossOrigin(ClientOrigins origins) : ICorsPolicyProvider
{
    private static readonly string[] Public = [Paths.OpenIdConfiguration, Paths.AuthorizationServerMetadata, Paths.Keys];
    private static readonly string[] ForClients = [Paths.Token, Paths.Revocation, Paths.UserInfo, Paths.PushedAuthorization];
    // Date, because a page whose device has another time must date its proofs by the server's clock (RFC 9449 §11.1).
    private static readonly string[] Readable = [DpopNames.NonceHeader, "WWW-Authenticate", "Retry-After", "Date"];

    private static readonly CorsPolicy Anyone = new CorsPolicyBuilder().AllowAnyOrigin().WithMethods("GET", "HEAD").Build();
    private static readonly CorsPolicy Nobody = new CorsPolicyBuilder().Build();

    public async Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName)
    {
        var path = context.Request.Path.Value ?? "";
        if (Public.Contains(path))
        {
            return Anyone;
        }

        if (!ForClients.Contains(path))
        {
            return Nobody;
        }

        var registered = await origins.AllAsync(context.RequestAborted);
        return new CorsPolicyBuilder()
            .SetIsOriginAllowed(registered.Contains)
            .WithMethods("GET", "POST")
            .WithHeaders("Authorization", "Content-Type", DpopNames.ProofHeader)
            .WithExposedHeaders(Readable)
            .SetPreflightMaxAge(TimeSpan.FromMinutes(10))
            .Build();
    }
}
