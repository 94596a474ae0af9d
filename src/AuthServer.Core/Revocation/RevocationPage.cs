namespace AuthServer.Core.Revocation;

/// <summary>What a reader of the feed has not been told yet, or as much of it as one answer holds.</summary>
/// <param name="Cursor">Where to go on from. For the reader it is opaque; never longer than <see cref="IRevocationFeed.LongestCursor"/>.</param>
/// <param name="IsReset">
/// A full set begins with this page, whatever the reader knew: at first contact, and when its cursor cannot be continued. What the full set does not hold is void.
/// </param>
/// <param name="IsComplete">False when there is more to be had at once.</param>
/// <param name="Now">The storage's clock when the page was read.</param>
public sealed record RevocationPage(IReadOnlyList<RevocationEntry> Entries, string Cursor, bool IsReset, bool IsComplete, DateTimeOffset Now);
