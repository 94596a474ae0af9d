using AuthServer.Core.SessionDirectory;
using AuthServer.Core.Sessions;
using AuthServer.EntityFrameworkCore.Relational;
using AuthServer.EntityFrameworkCore.Sessions;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.EntityFrameworkCore.SessionDirectory;

/// <summary>
/// Filters of sessions as queries, one condition a member; each can use an index of its own. Where a session was used last counts by itself when it is not where
/// it was signed in: PostgreSQL's index has no others.
/// </summary>
internal static class SessionQueries
{
    public static IQueryable<SessionEntity> Matching(this AuthDbContext context, SessionFilter filter)
    {
        var sessions = context.MatchingButAddress(filter);
        return filter.Address is not { } address ? sessions : sessions.Where(session =>
            (string.Compare(session.CreatedAddress, address.First) >= 0 && string.Compare(session.CreatedAddress, address.Last) <= 0)
            || (session.LastAddress != session.CreatedAddress
                && string.Compare(session.LastAddress, address.First) >= 0 && string.Compare(session.LastAddress, address.Last) <= 0));
    }

    /// <summary>
    /// Where what matches stands in lists: all of it, or <paramref name="most"/>. Where a session was signed in and where it was used last are looked for apart, and
    /// the latter only when the former are too few, so that a wide network or a common program is given up soon.
    /// </summary>
    public static async Task<IReadOnlyList<Place>> PlacesAsync(this AuthDbContext context, SessionFilter filter, int most, CancellationToken cancellationToken)
    {
        var (signedIn, used) = context.MatchingApart(filter);
        var found = signedIn.Select(session => new { session.Id, session.CreatedAt }).Take(most);
        if (used is not null)
        {
            found = found.Concat(used.Select(session => new { session.Id, session.CreatedAt }).Take(most)).Take(most);
        }

        return (await found.ToListAsync(cancellationToken)).ConvertAll(place => new Place(place.Id, place.CreatedAt));
    }

    private static (IQueryable<SessionEntity> SignedIn, IQueryable<SessionEntity>? Used) MatchingApart(this AuthDbContext context, SessionFilter filter)
    {
        if (filter.Address is { } address)
        {
            var sessions = context.MatchingButAddress(filter);
            return (
                sessions.Where(session => string.Compare(session.CreatedAddress, address.First) >= 0 && string.Compare(session.CreatedAddress, address.Last) <= 0),
                sessions.Where(session => session.LastAddress != session.CreatedAddress
                    && string.Compare(session.LastAddress, address.First) >= 0 && string.Compare(session.LastAddress, address.Last) <= 0
                    && (string.Compare(session.CreatedAddress, address.First) < 0 || string.Compare(session.CreatedAddress, address.Last) > 0)));
        }

        if (filter.UserAgent is { Length: > 0 } part && context.Database.IsNpgsql())
        {
            var (sessions, pattern) = (context.MatchingButAddress(filter with { UserAgent = null }), LikePattern.Containing(part));
            return (
                sessions.Where(session => EF.Functions.ILike(session.CreatedUserAgent, pattern, LikePattern.Escape)),
                sessions.Where(session => session.LastUserAgent != session.CreatedUserAgent
                    && EF.Functions.ILike(session.LastUserAgent, pattern, LikePattern.Escape)
                    && !EF.Functions.ILike(session.CreatedUserAgent, pattern, LikePattern.Escape)));
        }

        return (context.Matching(filter), null);
    }

    /// <summary>
    /// The last of the next <paramref name="most"/> sessions among which what the filter finds is looked for, in the order of an index: those of the client, or
    /// else those in the state. Null when there are fewer.
    /// </summary>
    public static async Task<SessionCursor?> LastOfNextAsync(
        this AuthDbContext context, SessionFilter filter, SessionCursor? after, int most, CancellationToken cancellationToken)
    {
        var sessions = context.Sessions.AsNoTracking();
        var last = await (filter.Client is null ? sessions.WithState(filter) : sessions.WithOwners(filter))
            .Begun(filter).After(after).NewestFirst().Skip(most - 1).Select(session => new { session.CreatedAt, session.Id }).FirstOrDefaultAsync(cancellationToken);
        return last is null ? null : new SessionCursor(last.CreatedAt, new SessionId(last.Id));
    }

    public static IOrderedQueryable<SessionEntity> NewestFirst(this IQueryable<SessionEntity> sessions) =>
        sessions.OrderByDescending(session => session.CreatedAt).ThenByDescending(session => session.Id);

    // In both, the first condition is what the index is entered by; the second settles what began at the same instant.
    public static IQueryable<SessionEntity> After(this IQueryable<SessionEntity> sessions, SessionCursor? cursor) => cursor is not { } last ? sessions
        : sessions.Where(session => session.CreatedAt <= last.CreatedAt && (session.CreatedAt < last.CreatedAt || session.Id.CompareTo(last.Id.Value) < 0));

    public static IQueryable<SessionEntity> UpTo(this IQueryable<SessionEntity> sessions, SessionCursor? cursor) => cursor is not { } last ? sessions
        : sessions.Where(session => session.CreatedAt >= last.CreatedAt && (session.CreatedAt > last.CreatedAt || session.Id.CompareTo(last.Id.Value) >= 0));

    private static IQueryable<SessionEntity> MatchingButAddress(this AuthDbContext context, SessionFilter filter) => context.Sessions.AsNoTracking()
        .WithOwners(filter)
        .WithUserAgent(filter, context.Database.IsNpgsql())
        .WithState(filter)
        .Begun(filter)
        .Used(filter);

    /// <summary>Whether an index has what the filter finds in the order of lists, or nearly; or it is about one user or sign-in, who have few.</summary>
    public static bool IsInOrder(this SessionFilter filter) =>
        filter is { Address: null, UserAgent: null or "", UsedFrom: null, UsedBefore: null } || filter.User is not null || filter.SignIn is not null;

    private static IQueryable<SessionEntity> WithOwners(this IQueryable<SessionEntity> sessions, SessionFilter filter)
    {
        sessions = filter.User is { } user ? sessions.Where(session => session.UserId == user.Value) : sessions;
        sessions = filter.Client is { } client ? sessions.Where(session => session.ClientId == client.Value) : sessions;
        return filter.SignIn is { } signIn ? sessions.Where(session => session.SignInId == signIn.Value) : sessions;
    }

    private static IQueryable<SessionEntity> WithUserAgent(this IQueryable<SessionEntity> sessions, SessionFilter filter, bool isPostgreSql)
    {
        if (filter.UserAgent is not { Length: > 0 } part)
        {
            return sessions;
        }

        // SQL Server's own comparison would be ordinal here.
        var pattern = LikePattern.Containing(part);
        return isPostgreSql
            ? sessions.Where(session => EF.Functions.ILike(session.CreatedUserAgent, pattern, LikePattern.Escape)
                || (session.LastUserAgent != session.CreatedUserAgent && EF.Functions.ILike(session.LastUserAgent, pattern, LikePattern.Escape)))
            : sessions.Where(session => EF.Functions.Like(EF.Functions.Collate(session.CreatedUserAgent, LikePattern.AnyCase), pattern, LikePattern.Escape)
                || EF.Functions.Like(EF.Functions.Collate(session.LastUserAgent, LikePattern.AnyCase), pattern, LikePattern.Escape));
    }

    private static IQueryable<SessionEntity> WithState(this IQueryable<SessionEntity> sessions, SessionFilter filter)
    {
        sessions = filter.State switch
        {
            SessionState.Active => sessions.Where(session => session.EndedAt == null),
            SessionState.Ended => sessions.Where(session => session.EndedAt != null),
            _ => sessions,
        };
        return filter.EndReason is { } reason ? sessions.Where(session => session.EndedAt != null && session.EndReason == reason) : sessions;
    }

    private static IQueryable<SessionEntity> Begun(this IQueryable<SessionEntity> sessions, SessionFilter filter)
    {
        sessions = filter.CreatedFrom is { } from ? sessions.Where(session => session.CreatedAt >= from) : sessions;
        sessions = filter.CreatedBefore is { } before ? sessions.Where(session => session.CreatedAt < before) : sessions;

        // Nothing is used before it is signed in.
        return filter.UsedBefore is { } usedBefore ? sessions.Where(session => session.CreatedAt < usedBefore) : sessions;
    }

    /// <summary>The day is indexed, the instant is not.</summary>
    private static IQueryable<SessionEntity> Used(this IQueryable<SessionEntity> sessions, SessionFilter filter)
    {
        if (filter.UsedFrom is { } usedFrom)
        {
            var day = DateOnly.FromDateTime(usedFrom.UtcDateTime);
            sessions = sessions.Where(session => session.LastUsedOn >= day && session.LastUsedAt >= usedFrom);
        }

        if (filter.UsedBefore is { } usedBefore)
        {
            var day = DateOnly.FromDateTime(usedBefore.UtcDateTime);
            sessions = sessions.Where(session => session.LastUsedOn <= day && session.LastUsedAt < usedBefore);
        }

        return sessions;
    }
}
