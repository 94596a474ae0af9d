namespace AuthServer.Core.Sessions;

/// <summary>
/// The end of what has expired and nobody has come back to. Each verb takes a batch of at most <see cref="BatchSize"/>, in one transaction with audit and logout
/// messages; it repeats the expiry in the condition of its write, and leaves what another transaction holds for the next time, so that it never stands
/// in the way of a refresh. Nothing goes to the feed: access tokens run out by themselves.
/// </summary>
public interface ISessionExpiry
{
    const int BatchSize = 500;

    /// <summary>Every client with the idle lifetime of its sessions.</summary>
    Task<IReadOnlyList<IdleLimit>> ListIdleLimitsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Looks at a batch of one client's sessions that were not refreshed lately, and ends those past their idle expiry. A session that was last refreshed
    /// under a shorter lifetime than today's is found when today's has passed; its tokens are refused on time all the same.
    /// </summary>
    /// <param name="after">Where the batch before ended; null for the first.</param>
    Task<IdleSweep> EndIdleAsync(IdleLimit limit, SweepPosition? after, CancellationToken cancellationToken);

    /// <summary>Ends a batch of sessions past their absolute expiry. Returns how many; 0 when there is nothing left to take.</summary>
    Task<int> EndPastAbsoluteAsync(CancellationToken cancellationToken);

    /// <summary>Ends a batch of browser sign-ins past their expiry. The sessions under them have expiries of their own. Returns how many.</summary>
    Task<int> EndSignInsAsync(CancellationToken cancellationToken);
}
