using System.Threading.RateLimiting;

namespace AuthServer.EntityFrameworkCore.Users;

/// <summary>
/// How many passwords are hashed at once: half of the processors, so that a flood of sign-ins leaves the rest to refreshes.
/// </summary>
public sealed class PasswordHashingLimit : IDisposable
{
    private const int LongestQueue = 512;

    private readonly ConcurrencyLimiter _limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = Math.Max(1, Environment.ProcessorCount / 2),
        QueueLimit = LongestQueue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    public ValueTask<RateLimitLease> AcquireAsync(CancellationToken cancellationToken) => _limiter.AcquireAsync(1, cancellationToken);

    public void Dispose() => _limiter.Dispose();
}
