using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AuthServer.Housekeeping;

/// <summary>What the server does by itself: ends what has expired, deletes what was kept long enough, keeps count.</summary>
internal static class HousekeepingRegistration
{
    public static IServiceCollection AddHousekeeping(this IServiceCollection services)
    {
        services.TryAddSingleton(new HousekeepingPace());
        services.AddSingleton<LeasedWork>();
        services.AddSingleton<ActivityCounter>();
        services.AddHostedService<ActivityRecording>();
        services.AddHostedService<ExpirySweep>();
        services.AddHostedService<Pruning>();
        return services;
    }
}
