using Microsoft.AspNetCore.Http.Features;

namespace AuthServer.AdminApi;

/// <summary>
/// Names in addresses that may hold any character, such as those of clients and scopes. The routing leaves an encoded slash as it is and decodes the rest,
/// which cannot be undone; so these are read from the address as it was sent.
/// </summary>
internal static class RawPath
{
    /// <param name="number">Which segment after the API's root: 0 is the kind of resource, 1 the first name.</param>
    public static string Name(this HttpContext http, int number)
    {
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = target.Split('?')[0];
        var start = path.IndexOf(AdminApiPaths.Root, StringComparison.OrdinalIgnoreCase) + AdminApiPaths.Root.Length + 1;
        return Uri.UnescapeDataString(path[start..].Split('/')[number]);
    }
}
