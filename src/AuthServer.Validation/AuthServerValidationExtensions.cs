using AuthServer.Validation.Proofs;
using AuthServer.Validation.Revocations;
using AuthServer.Validation.Telemetry;
using AuthServer.Validation.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AuthServer.Validation;

/// <summary>Adds the validation of access tokens to a resource server.</summary>
public static class AuthServerValidationExtensions
{
    private const int LongestDocument = 256 * 1024;
    private const int LongestPage = 8 * 1024 * 1024;
    private static readonly TimeSpan FetchTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Validation under the scheme <c>Bearer</c>, which becomes the default, and authorization. One line is all an API needs.</summary>
    public static AuthenticationBuilder AddAuthServerValidation(this IServiceCollection services, Action<AuthServerBearerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services
            .AddAuthorization()
            .AddAuthentication(AuthServerBearerDefaults.AuthenticationScheme)
            .AddAuthServerBearer(configure);
    }

    /// <summary>As above, bound from configuration, conventionally <see cref="AuthServerBearerDefaults.ConfigurationSection"/>. A key that no option has is refused.</summary>
    public static AuthenticationBuilder AddAuthServerValidation(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return services.AddAuthServerValidation(options => section.Bind(options, binder => binder.ErrorOnUnknownConfiguration = true));
    }

    /// <summary>Validation under the scheme <c>Bearer</c>.</summary>
    public static AuthenticationBuilder AddAuthServerBearer(this AuthenticationBuilder authentication, Action<AuthServerBearerOptions> configure) =>
        authentication.AddAuthServerBearer(AuthServerBearerDefaults.AuthenticationScheme, configure);

    /// <summary>Validation under a scheme of its own: an API may trust several issuers, each with its keys and remembered tokens.</summary>
    public static AuthenticationBuilder AddAuthServerBearer(
        this AuthenticationBuilder authentication, string scheme, Action<AuthServerBearerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(authentication);
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        ArgumentNullException.ThrowIfNull(configure);

        var services = authentication.Services;
        services.AddMetrics();
        services.TryAddSingleton<ValidationMetrics>();
        services.TryAddSingleton<PossessionChecks>();
        services.TryAddSingleton<RevocationFeeds>();
        services.TryAddSingleton<BearerAuthenticators>();
        services.AddHostedService<RevocationPolling>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AuthServerBearerOptions>, AuthServerBearerOptionsValidator>());
        services.AddOptions<AuthServerBearerOptions>(scheme).ValidateOnStart();
        AddIssuerClients(services);

        return authentication.AddScheme<AuthServerBearerOptions, AuthServerBearerHandler>(scheme, configure);
    }

    private static void AddIssuerClients(IServiceCollection services)
    {
        services
            .AddHttpClient(AuthServerBearerDefaults.HttpClientName, client =>
            {
                client.Timeout = FetchTimeout;
                client.MaxResponseContentBufferSize = LongestDocument;
            })
            .ConfigurePrimaryHttpMessageHandler(Handler);

        // How long an answer may take depends on how long it was asked to wait.
        services
            .AddHttpClient(RevocationFeedClient.HttpClientName, client =>
            {
                client.Timeout = Timeout.InfiniteTimeSpan;
                client.MaxResponseContentBufferSize = LongestPage;
            })
            .ConfigurePrimaryHttpMessageHandler(Handler);

        // A redirect could lead away from https, past the check of the address.
        static SocketsHttpHandler Handler() => new() { AllowAutoRedirect = false, UseCookies = false };
    }
}
