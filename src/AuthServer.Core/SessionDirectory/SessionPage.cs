using System.Collections.Immutable;

namespace AuthServer.Core.SessionDirectory;

/// <summary>Some sessions, newest first, and where the next ones begin; null when these are the last.</summary>
public sealed record SessionPage(ImmutableArray<SessionEntry> Sessions, SessionCursor? Next)
{
    /// <summary>How many there are on all pages, or one more than were looked at; null when finding this page has not told it.</summary>
    public int? Total { get; init; }
}
