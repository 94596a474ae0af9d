using AuthServer.AdminApi;
using AuthServer.Tests.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.Tests.AdminApi;

/// <summary>Every route that the server has mapped for administration, as it is mapped.</summary>
internal static class AdminRoutes
{
    /// <summary>With the pattern as it stands in documents: <c>/api/admin/v1/sessions/{id}</c>.</summary>
    public static IReadOnlyList<(HttpMethod Method, string Pattern)> All(AuthServerHost host) =>
    [
        .. host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.TrimStart('/').StartsWith(AdminApiPaths.Root.TrimStart('/'), StringComparison.Ordinal))
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => (HttpMethod.Parse(method), PatternOf(endpoint)))),
    ];

    /// <summary>An address that the route matches.</summary>
    public static string Address(string pattern) => string.Join('/', pattern.Split('/').Select(segment => segment.StartsWith('{') ? Guid.NewGuid().ToString() : segment));

    private static string PatternOf(RouteEndpoint endpoint) => "/" + string.Join('/', endpoint.RoutePattern.RawText!.Split('/', StringSplitOptions.RemoveEmptyEntries)
        .Select(segment => segment.StartsWith('{') ? $"{{{segment.Trim('{', '}').Split(':')[0]}}}" : segment));
}
