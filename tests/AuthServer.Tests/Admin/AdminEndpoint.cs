using System.Text.RegularExpressions;
using AuthServer.Pages.Admin;
using AuthServer.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.Tests.Admin;

/// <summary>A page of the administration as the server itself has it.</summary>
/// <param name="Path">An address of it; what it is about need not exist.</param>
/// <param name="Gets">What can be looked at: itself, and by its handlers what else there is.</param>
/// <param name="Posts">Where its forms go.</param>
/// <param name="LeadsToChange">Whether credentials must be recent before it is shown.</param>
public sealed partial record AdminEndpoint(string Path, IReadOnlyList<string> Gets, IReadOnlyList<string> Posts, bool LeadsToChange)
{
    /// <summary>Every page whose address begins as those of the administration, or whose file lies among them: a new one is there by itself.</summary>
    public static async Task<IReadOnlyList<AdminEndpoint>> AllAsync(AuthServerHost host)
    {
        var loader = host.Services.GetRequiredService<PageLoader>();
        var found = new List<AdminEndpoint>();
        foreach (var endpoint in host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var page = endpoint.Metadata.GetMetadata<PageActionDescriptor>();
            var path = "/" + Parameter().Replace(endpoint.RoutePattern.RawText ?? "", parameter =>
                parameter.Groups["constraint"].Value == "guid" ? Guid.NewGuid().ToString("D") : "something");
            if (page is null || !(page.ViewEnginePath.StartsWith("/Admin", StringComparison.OrdinalIgnoreCase) || path.StartsWith("/admin", StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            var compiled = await loader.LoadAsync(page, endpoint.Metadata);
            var handlers = compiled.HandlerMethods.ToLookup(
                handler => HttpMethods.IsPost(handler.HttpMethod) ? HttpMethod.Post
                    : HttpMethods.IsGet(handler.HttpMethod) ? HttpMethod.Get
                    : throw new InvalidOperationException($"{path} answers {handler.HttpMethod}: nobody asks here who may send that."),
                handler => handler.Name is null ? path : $"{path}?handler={handler.Name}");
            found.Add(new AdminEndpoint(
                path, [.. handlers[HttpMethod.Get].Prepend(path).Distinct()], [.. handlers[HttpMethod.Post]], compiled.ModelTypeInfo!.IsDefined(typeof(LeadsToChangeAttribute), inherit: false)));
        }

        return found;
    }

    [GeneratedRegex("""\{(?<name>\w+)(?::(?<constraint>\w+))?\}""")]
    private static partial Regex Parameter();
}
