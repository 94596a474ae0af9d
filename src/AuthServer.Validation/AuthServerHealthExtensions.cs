using AuthServer.Validation.Revocations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AuthServer.Validation;

/// <summary>Health checks of a resource server.</summary>
public static class AuthServerHealthExtensions
{
    /// <summary>
    /// Whether the latest revocations are known: degraded when they are not, and unhealthy when tokens are then answered with 503
    /// (<see cref="StaleRevocationPolicy"/>). Needs the scheme to have been added.
    /// </summary>
    public static IHealthChecksBuilder AddAuthServerRevocations(
        this IHealthChecksBuilder health, string name = "revocations", string scheme = AuthServerBearerDefaults.AuthenticationScheme)
    {
        ArgumentNullException.ThrowIfNull(health);
        return health.Add(new HealthCheckRegistration(
            name, services => ActivatorUtilities.CreateInstance<RevocationsHealthCheck>(services, scheme), failureStatus: null, tags: null));
    }
}
