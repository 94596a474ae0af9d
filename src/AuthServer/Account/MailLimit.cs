using System.Threading.RateLimiting;

namespace AuthServer.Account;

/// <summary>
/// How many mails may be asked for from one network, to whatever addresses: nobody's mailbox, and no mail server's opinion of this one, is at a stranger's mercy.
/// Each node counts for itself.
/// </summary>
public sealed class MailLimit : IDisposable
{
    public const int OfNetwork = 50;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly PartitionedRateLimiter<HttpContext> _limiter = PartitionedRateLimiter.Create<HttpContext, string>(
        context => RateLimitPartition.GetFixedWindowLimiter(
            context.Caller().Network, _ => new FixedWindowRateLimiterOptions { PermitLimit = OfNetwork, Window = Window, QueueLimit = 0 }));

    /// <summary>False when no further mail may be asked for, for now.</summary>
    public bool Admits(HttpContext context)
    {
        using var lease = _limiter.AttemptAcquire(context);
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();
}
