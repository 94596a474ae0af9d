using AuthServer.Client.Http;
using AuthServer.Client.Requests;
using AuthServer.Client.SignIns;
using AuthServer.Client.Storage;
using AuthServer.Client.Telemetry;
using AuthServer.Client.Tokens;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AuthServer.Client;

/// <summary>Adds sign-in and silent renewal to an application.</summary>
public static class AuthServerClientExtensions
{
    private const int LongestDocument = 256 * 1024;

    /// <summary>The application's one client: <see cref="TokenSession"/> and <see cref="AuthServerSignIn"/> can be injected.</summary>
    public static IServiceCollection AddAuthServerClient(this IServiceCollection services, Action<AuthServerClientOptions> configure) =>
        services.AddAuthServerClient(Options.DefaultName, configure);

    /// <summary>A client with a name, in an application that has several; <see cref="TokenSessions.Get"/> finds its session.</summary>
    public static IServiceCollection AddAuthServerClient(this IServiceCollection services, string name, Action<AuthServerClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(configure);

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ITokenStore, InMemoryTokenStore>();
        services.TryAddSingleton<ITokenLock, InProcessTokenLock>();
        services.TryAddSingleton<ClientMetrics>();
        services.TryAddSingleton<OriginNotes>();
        services.TryAddSingleton<SessionServices>();
        services.TryAddSingleton(provider => new TokenSessions(provider.GetRequiredService<SessionServices>()));
        services.TryAddSingleton(provider => provider.GetRequiredService<TokenSessions>().Get());
        services.TryAddSingleton(provider => new AuthServerSignIn(provider.GetRequiredService<TokenSessions>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AuthServerClientOptions>, AuthServerClientOptionsValidator>());
        services.AddOptions<AuthServerClientOptions>(name).Configure(configure).ValidateOnStart();
        AddServerClient(services);
        return services;
    }

    /// <summary>
    /// Sends the session's access token with each request to the origin of <see cref="HttpClient.BaseAddress"/>, or to the origins that are named, and to no
    /// other. Renews the token when it is due, and when it is refused; then the request is sent once more.
    /// </summary>
    public static IHttpClientBuilder AddAuthServerTokens(this IHttpClientBuilder builder, Action<AuthServerTokensOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);

        var name = builder.Name;
        builder.Services.AddOptions<AuthServerTokensOptions>(name).Configure(configure ?? (static _ => { }));
        return builder.AddHttpMessageHandler(provider =>
        {
            var options = provider.GetRequiredService<IOptionsMonitor<AuthServerTokensOptions>>().Get(name);
            return new TokenHandler(
                provider.GetRequiredService<TokenSessions>().Get(options.Client),
                options,
                TokenOrigins.Of(options, BaseAddress(provider, name), name),
                new HandlerSurroundings(
                    provider.GetRequiredService<OriginNotes>(),
                    provider.GetRequiredService<ClientMetrics>(),
                    provider.GetRequiredService<ILoggerFactory>().CreateLogger("AuthServer.Client")));
        });
    }

    /// <summary>The address that the factory will give to clients of this name, found by giving it to one that is never used.</summary>
    private static Uri? BaseAddress(IServiceProvider provider, string name)
    {
        using var client = new HttpClient();
        foreach (var action in provider.GetRequiredService<IOptionsMonitor<HttpClientFactoryOptions>>().Get(name).HttpClientActions)
        {
            action(client);
        }

        return client.BaseAddress;
    }

    /// <summary>The <see cref="HttpClient"/> that speaks with the server; asking for it again changes nothing.</summary>
    internal static void AddServerClient(IServiceCollection services) => services
        .AddHttpClient(AuthServerClientDefaults.HttpClientName, client =>
        {
            // Each request has a deadline of its own.
            client.Timeout = Timeout.InfiniteTimeSpan;
            client.MaxResponseContentBufferSize = LongestDocument;
        })
        // A redirect could lead credentials elsewhere; no endpoint of the server answers with one.
        .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
}
