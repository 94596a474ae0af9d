using AuthServer.AdminApi.Audit;
using AuthServer.AdminApi.Clients;
using AuthServer.AdminApi.Idempotency;
using AuthServer.AdminApi.Incidents;
using AuthServer.AdminApi.Keys;
using AuthServer.AdminApi.OpenApi;
using AuthServer.AdminApi.Scopes;
using AuthServer.AdminApi.Sessions;
using AuthServer.AdminApi.Users;
using AuthServer.Protocol.OAuth;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.AdminApi;

/// <summary>The administration API, all of it. Who may call it, what a request may hold and how a repeated one is answered stand on the group: no endpoint can forget them.</summary>
internal static class AdminApiRegistration
{
    public const int MaximumBodyLength = 64 * 1024;

    private static readonly AuthorizationPolicy Administrators = new AuthorizationPolicyBuilder(AdminTokenHandler.SchemeName)
        .RequireAuthenticatedUser()
        .RequireClaim(AdminTokenHandler.ScopeClaim, ScopeNames.Administration)
        .Build();

    /// <summary>Comes before the protocol's endpoints, whose handler of exceptions answers whatever is left.</summary>
    public static IServiceCollection AddAdminApi(this IServiceCollection services)
    {
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, AdminTokenHandler>(AdminTokenHandler.SchemeName, configureOptions: null);
        services.ConfigureHttpJsonOptions(json => AdminJson.Apply(json.SerializerOptions));

        // One answer to what cannot be read, in Development too.
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddExceptionHandler<AdminExceptionHandler>();
        services.AddSingleton<IdempotentAnswers>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<ClientLookup>();
        services.AddScoped<UserLookup>();
        services.AddAdminOpenApi();
        return services;
    }

    public static void MapAdminApi(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi(AdminApiPaths.OpenApi.Replace("v1", "{documentName}", StringComparison.Ordinal));

        var api = app.MapGroup(AdminApiPaths.Root)
            .RequireAuthorization(Administrators)
            .WithMetadata(new AdminApiAttribute(), new RequestSizeLimitAttribute(MaximumBodyLength))
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403)
            .AddEndpointFilterFactory(RequestRules.Filter)
            .AddEndpointFilter<RouteGroupBuilder, IdempotencyFilter>();
        api.MapSessions();
        api.MapSessionEnds();
        api.MapIncidents();
        api.MapUsers();
        api.MapUserOrders();
        api.MapClients();
        api.MapClientOrders();
        api.MapScopes();
        api.MapKeys();
        api.MapAudit();
    }
}
