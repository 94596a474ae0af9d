using AuthServer.Core.Keys;
using AuthServer.Core.Tokens;
using Microsoft.Extensions.Options;

namespace AuthServer.Configuration;

/// <summary>Binds and validates the options, and hands each part to the project that needs it.</summary>
internal static class ConfigurationRegistration
{
    public static IServiceCollection AddAuthServerOptions(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<AuthServerOptions>, AuthServerOptionsValidation>();
        services.AddOptions<AuthServerOptions>().BindConfiguration(AuthServerOptions.Section).ValidateOnStart();
        services.AddOptions<SigningKeyOptions>().BindConfiguration($"{AuthServerOptions.Section}:SigningKeys");
        services.AddOptions<TokenOptions>().Configure<IOptions<AuthServerOptions>>((tokens, all) =>
        {
            tokens.Issuer = all.Value.Issuer;
            tokens.MaximumAccessTokenLifetime = all.Value.Tokens.MaximumAccessTokenLifetime;
        });
        return services;
    }
}
