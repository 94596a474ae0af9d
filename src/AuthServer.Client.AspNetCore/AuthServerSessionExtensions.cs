using AuthServer.Client.AspNetCore.BackChannel;
using AuthServer.Client.AspNetCore.Cookies;
using AuthServer.Client.AspNetCore.Refreshes;
using AuthServer.Client.AspNetCore.SignIns;
using AuthServer.Client.AspNetCore.SignOuts;
using AuthServer.Client.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AuthServer.Client.AspNetCore;

/// <summary>Adds a signed-in session to a web application: the refresh token in a cookie that no script sees, the access token in the page's memory alone.</summary>
public static class AuthServerSessionExtensions
{
    /// <summary>Settings are conventionally the section <see cref="AuthServerSessionDefaults.ConfigurationSection"/>.</summary>
    public static IServiceCollection AddAuthServerSession(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return services.AddAuthServerSession(configuration.Bind);
    }

    public static IServiceCollection AddAuthServerSession(this IServiceCollection services, Action<AuthServerSessionOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);

        services.AddDataProtection();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<OriginNotes>();
        services.TryAddSingleton<SessionServer>();
        services.TryAddSingleton<CookieScheme>();
        services.TryAddSingleton<SessionCookies>();
        services.TryAddSingleton<PendingSignIns>();
        services.TryAddSingleton<SignInCompletion>();
        services.TryAddSingleton<SessionRenewal>();
        services.TryAddSingleton<SessionEnd>();
        services.TryAddSingleton<IssuerKeys>();
        services.TryAddSingleton<LogoutTokenCheck>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AuthServerSessionOptions>, AuthServerSessionOptionsValidator>());
        services.AddOptions<AuthServerSessionOptions>().Configure(configure).ValidateOnStart();
        AuthServerClientExtensions.AddServerClient(services);
        return services;
    }

    /// <summary>Maps refresh, sign-in, sign-out, the way back from the server, and its word that a session has ended. They are open to anyone and guard themselves.</summary>
    public static IEndpointConventionBuilder MapAuthServerSession(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);

        var options = endpoints.ServiceProvider.GetRequiredService<IOptions<AuthServerSessionOptions>>().Value;
        var all = endpoints.MapGroup("").AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
        var pages = all.MapGroup(options.BasePath).AddEndpointFilter(SecureConnection.RequireAsync);
        pages.MapRefresh();
        pages.MapSignIn();
        pages.MapSignOut();
        all.MapGroup("").AddEndpointFilter(SecureConnection.RequireAsync).MapCallback(options.CallbackPath);
        all.MapBackChannelLogout(options.BackChannelLogoutPath);
        return all;
    }
}
