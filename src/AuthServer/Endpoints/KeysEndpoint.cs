using System.Security.Cryptography;
using AuthServer.Core.Keys;
using Microsoft.Net.Http.Headers;

namespace AuthServer.Endpoints;

/// <summary>The published signing keys (RFC 7517 §5), with an entity tag so that an unchanged set costs no body.</summary>
internal static class KeysEndpoint
{
    public static void MapKeys(this IEndpointRouteBuilder app) => app.MapMethods(Paths.Keys, DiscoveryEndpoint.Methods, Get);

    private static IResult Get(HttpContext context, SigningKeyRing keys)
    {
        var set = keys.PublicKeys;
        context.Response.Headers.CacheControl = "public, max-age=300";
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(set).AsSpan(0, 16))}\"");
        return Results.Bytes(set, "application/jwk-set+json", entityTag: tag);
    }
}
