using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AuthServer.Validation.Revocations;

/// <summary>Whether the latest revocations are known: degraded when they are not, unhealthy where the API then fails closed.</summary>
internal sealed class RevocationsHealthCheck(RevocationFeeds feeds, string scheme) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(feeds.KnownFor(scheme) switch
        {
            null => HealthCheckResult.Healthy("Revocations are not followed: there are no credentials for the feed."),
            { IsStale: false } known => HealthCheckResult.Healthy("Revocations are known.", Data(known)),
            { MustFailClosed: true } known => HealthCheckResult.Unhealthy("The latest revocations are not known, so tokens are neither accepted nor refused.", data: Data(known)),
            var known => HealthCheckResult.Degraded("The latest revocations are not known; those known before are heeded.", data: Data(known)),
        });

    private static Dictionary<string, object> Data(KnownRevocations known)
    {
        var data = new Dictionary<string, object> { ["entries"] = known.Count };
        if (known.Age is { } age)
        {
            data["secondsSinceLastAnswer"] = age.TotalSeconds;
        }

        return data;
    }
}
