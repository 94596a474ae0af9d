namespace AuthServer.Endpoints;

/// <summary>The protocol endpoints, all of them.</summary>
internal static class EndpointRegistration
{
    public static IServiceCollection AddProtocolEndpoints(this IServiceCollection services)
    {
        services.AddSingleton<RefusalLog>();
        services.AddExceptionHandler<ProtocolExceptionHandler>();
        return services;
    }

    public static void MapProtocolEndpoints(this IEndpointRouteBuilder app)
    {
        app.MapDiscovery();
        app.MapKeys();
        app.MapToken();
        app.MapRevocation();
        app.MapIntrospection();
    }
}
