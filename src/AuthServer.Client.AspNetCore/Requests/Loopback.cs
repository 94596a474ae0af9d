using System.Net;
using Microsoft.AspNetCore.Http;

namespace AuthServer.Client.AspNetCore.Requests;

/// <summary>Whether a request stays on this machine, by its address and by the name that the browser uses.</summary>
internal static class Loopback
{
    public static bool Is(HttpRequest request) =>
        request.HttpContext.Connection.LocalIpAddress is { } address && IPAddress.IsLoopback(address)
        && (request.Host.Host is "localhost" || (IPAddress.TryParse(request.Host.Host, out var host) && IPAddress.IsLoopback(host)));
}
