using AuthServer.Authorization;
using AuthServer.Devices;
using AuthServer.Hosting;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace AuthServer.Endpoints;

/// <summary>The protocol endpoints, all of them.</summary>
internal static class EndpointRegistration
{
    public static IServiceCollection AddProtocolEndpoints(this IServiceCollection services)
    {
        services.AddSingleton<RefusalLog>();
        services.AddSingleton<InteractionProtector>();
        services.AddSingleton<AuthorizationResults>();
        services.AddSingleton<UserCodeLimit>();
        services.AddHostedService<RevocationWatching>();
        services.AddSingleton<ICorsPolicyProvider, CrossOrigin>();
        services.AddCors();
        services.AddExceptionHandler<ProtocolExceptionHandler>();
        return services;
    }

    public static void MapProtocolEndpoints(this IEndpointRouteBuilder app)
    {
        app.MapDiscovery();
        app.MapKeys();
        app.MapAuthorization();
        app.MapPushedAuthorization();
        app.MapToken();
        app.MapDeviceAuthorization();
        app.MapUserInfo();
        app.MapRevocation();
        app.MapIntrospection();
        app.MapRevocationFeed();
        app.MapEndSession();
    }
}
