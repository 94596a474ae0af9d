using System.Collections.Immutable;

namespace AuthServer.Core.SessionDirectory;

/// <summary>
/// Some sessions, newest first, and where the next ones begin; null when these are the last. There may be fewer than were asked for, even none, and more after
/// them: what a filter hardly ever finds is looked for among some thousands at a time.
/// </summary>
public sealed record SessionPage(ImmutableArray<SessionEntry> Sessions, SessionCursor? Next)
{
    /// <summary>How many there are on all pages, or one more than were looked at; null when finding this page has not told it.</summary>
    public int? Total { get; init; }
}
