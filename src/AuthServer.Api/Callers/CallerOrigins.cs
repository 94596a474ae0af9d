using Microsoft.AspNetCore.Cors.Infrastructure;

namespace AuthServer.Api.Callers;

/// <summary>
/// Which pages of other origins may call (Fetch §3.2): those of <c>AuthServer:Api:Origins</c>. They see why a token was refused (RFC 6750 §3, RFC 9449 §8) and the
/// server's time. Cookies are never sent along.
/// </summary>
internal static class CallerOrigins
{
    private const string Setting = "AuthServer:Api:Origins";
    private static readonly TimeSpan PreflightAge = TimeSpan.FromMinutes(10);

    public static void AddCallerOrigins(this IServiceCollection services, IConfiguration configuration) =>
        services.AddCors(cors => cors.AddDefaultPolicy(policy => Describe(policy, configuration.GetSection(Setting).Get<string[]>() ?? [])));

    private static void Describe(CorsPolicyBuilder policy, string[] origins) => policy
        .WithOrigins(origins)
        .WithMethods("GET", "POST", "PUT", "DELETE")
        .WithHeaders("Authorization", "Content-Type", "DPoP")
        .WithExposedHeaders("WWW-Authenticate", "DPoP-Nonce", "Retry-After", "Date")
        .SetPreflightMaxAge(PreflightAge);
}
