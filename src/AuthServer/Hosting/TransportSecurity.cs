using System.Net;
using AuthServer.Configuration;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace AuthServer.Hosting;

/// <summary>
/// HTTPS is required (RFC 6749 §3.2); plain HTTP is served on loopback in Development only. Forwarded headers are believed from configured proxies only.
/// </summary>
internal static class TransportSecurity
{
    public static IServiceCollection AddTransportSecurity(this IServiceCollection services)
    {
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<AuthServerOptions>>((forwarded, options) =>
        {
            // With no proxy named, nobody is believed: not by the framework's own switch (ASPNETCORE_FORWARDEDHEADERS_ENABLED) either.
            forwarded.ForwardedHeaders = options.Value.Proxies.Count == 0
                ? ForwardedHeaders.None
                : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var proxy in options.Value.Proxies)
            {
                if (IPNetwork.TryParse(proxy, out var network))
                {
                    forwarded.KnownIPNetworks.Add(network);
                }
                else
                {
                    forwarded.KnownProxies.Add(IPAddress.Parse(proxy));
                }
            }
        });
        services.AddHsts(hsts => hsts.MaxAge = TimeSpan.FromDays(365));
        return services;
    }

    public static void UseTransportSecurity(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseHsts();
        app.Use(static (context, next) => MayPass(context) ? next(context) : RefuseAsync(context));
    }

    private static bool MayPass(HttpContext context) =>
        context.Request.IsHttps
        || context.Request.Path.StartsWithSegments("/health")
        || (context.RequestServices.GetRequiredService<IHostEnvironment>().IsDevelopment()
            && context.Connection.LocalIpAddress is { } address && IPAddress.IsLoopback(address));

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return context.Response.WriteAsync("This server answers over HTTPS only.");
    }
}
