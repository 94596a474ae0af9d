namespace AuthServer.Core.Revocation;

/// <summary>
/// The revocations that APIs must know, in an order in which none can be missed: entries become visible when their transactions commit, not in the order of
/// their numbers. Expired entries are left out.
/// </summary>
public interface IRevocationFeed
{
    /// <summary>Characters. A longer cursor is none of ours.</summary>
    const int LongestCursor = 16 * 1024;

    /// <summary>
    /// The entries that a reader with this cursor has not been given, each at least once over all of its pages, at most <paramref name="most"/> of them.
    /// Without a cursor, or with one that is not readable, is from another database or from a future that a restore has undone: a full set, from its beginning.
    /// </summary>
    Task<RevocationPage> ReadAsync(string? cursor, int most, CancellationToken cancellationToken);

    /// <summary>Whether an entry has become visible since a mark; true without one. Costs one cheap statement, however many readers it is asked for.</summary>
    Task<RevocationLook> LookAsync(string? mark, CancellationToken cancellationToken);

    /// <summary>
    /// Makes every cursor void, so that each reader begins with a full set: for after a restore, which may have undone entries that readers had been told of and
    /// give their places to others.
    /// </summary>
    Task BeginHistoryAsync(CancellationToken cancellationToken);
}
