using AuthServer.Core.Sessions;

namespace AuthServer.Core.SessionDirectory;

/// <summary>Where sessions are looked up by people. Changes none; whatever changes one goes through <see cref="SessionEnding"/>.</summary>
public interface ISessionDirectory
{
    /// <summary>Up to <paramref name="take"/> sessions, newest first, each page as fast as the first.</summary>
    Task<SessionPage> ListAsync(SessionFilter filter, SessionCursor? after, int take, CancellationToken cancellationToken);

    /// <summary>How many there are, but no more than <paramref name="most"/> are counted when that is given.</summary>
    Task<int> CountAsync(SessionFilter filter, int? most, CancellationToken cancellationToken);

    /// <summary>Whose they are and where they were used last: of each the <paramref name="most"/> that have the most.</summary>
    Task<SessionBreakdown> BreakDownAsync(SessionFilter filter, int most, CancellationToken cancellationToken);

    Task<SessionEntry?> FindAsync(SessionId id, CancellationToken cancellationToken);
}
