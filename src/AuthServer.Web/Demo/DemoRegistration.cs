using AuthServer.Client;
using AuthServer.Client.AspNetCore.BackChannel;

namespace AuthServer.Web.Demo;

/// <summary>The means to break things, and to see what comes of it. For Development alone: it watches refresh tokens go by.</summary>
internal static class DemoRegistration
{
    public static void AddDemo(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<DemoOptions>(configuration.GetSection(DemoOptions.Section));
        services.AddSingleton<Journal>();
        services.AddSingleton<WatchedSessions>();
        services.AddSingleton<ILogoutListener, LogoutJournal>();
        services.AddHttpClient<Thief>();
        services.AddHttpClient<Operator>();
        services.AddTransient<BackChannelWatch>();
        services.AddHttpClient(AuthServerClientDefaults.HttpClientName).AddHttpMessageHandler<BackChannelWatch>();
    }
}
