using System.Threading.RateLimiting;
using AuthServer.Account;

namespace AuthServer.Devices;

/// <summary>
/// How many codes may be looked up, by one sign-in and from one network (RFC 8628 §5.1): right ones count too, so that many guesses at once gain nothing.
/// Each node counts for itself. With the limits as they are, guessing one of a thousand waiting codes takes one network five years on average.
/// </summary>
internal sealed class UserCodeLimit : IDisposable
{
    public const int OfSignIn = 20;
    public const int OfNetwork = 100;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly PartitionedRateLimiter<HttpContext> _limiter = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<HttpContext, string>(context => Fixed(SignInScheme.IdOf(context.User)?.ToString() ?? "", OfSignIn)),
        PartitionedRateLimiter.Create<HttpContext, string>(context => Fixed(context.Caller().Network, OfNetwork)));

    /// <summary>False when no further code may be looked up for now.</summary>
    public bool Admits(HttpContext context)
    {
        using var lease = _limiter.AttemptAcquire(context);
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();

    private static RateLimitPartition<string> Fixed(string key, int permits) => RateLimitPartition.GetFixedWindowLimiter(
        key, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = Window, QueueLimit = 0 });
}
