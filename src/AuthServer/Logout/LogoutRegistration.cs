namespace AuthServer.Logout;

/// <summary>Logouts that clients ask for, and logouts that clients are told of.</summary>
internal static class LogoutRegistration
{
    public static IServiceCollection AddLogout(this IServiceCollection services)
    {
        services.AddSingleton<LogoutInteractions>();
        services.AddSingleton<LogoutResults>();
        services.AddSingleton<LogoutSender>();
        services.AddHostedService<BackChannelLogout>();
        return services;
    }
}
