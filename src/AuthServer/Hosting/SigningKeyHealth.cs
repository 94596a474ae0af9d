using AuthServer.Core.Keys;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AuthServer.Hosting;

/// <summary>Ready only with a key to sign with.</summary>
internal sealed class SigningKeyHealth(SigningKeyRing keys) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(keys.IsReady ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("No signing key is loaded."));
}
