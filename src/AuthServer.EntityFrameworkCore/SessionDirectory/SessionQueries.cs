using AuthServer.Core.SessionDirectory;
using AuthServer.EntityFrameworkCore.Relational;
using AuthServer.EntityFrameworkCore.Sessions;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.EntityFrameworkCore.SessionDirectory;

/// <summary>Filters of sessions as queries, one condition a member; each can use an index of its own.</summary>
internal static class SessionQueries
{
    public static IQueryable<SessionEntity> Matching(this AuthDbContext context, SessionFilter filter)
    {
        var sessions = context.MatchingButAddress(filter);
        return filter.Address is not { } address ? sessions : sessions.Where(session =>
            (string.Compare(session.CreatedAddress, address.First) >= 0 && string.Compare(session.CreatedAddress, address.Last) <= 0)
            || (string.Compare(session.LastAddress, address.First) >= 0 && string.Compare(session.LastAddress, address.Last) <= 0));
    }

    /// <summary>
    /// Where what matches stands in lists: all of it, or more than <paramref name="most"/> - 1. The two addresses of a session are looked for apart, so that a wide
    /// network is given up soon and not read to its end.
    /// </summary>
    public static async Task<IReadOnlyList<Place>> PlacesAsync(this AuthDbContext context, SessionFilter filter, int most, CancellationToken cancellationToken)
    {
        var found = filter.Address is not { } address
            ? context.Matching(filter).Select(session => new { session.Id, session.CreatedAt }).Take(most)
            : context.MatchingButAddress(filter)
                .Where(session => string.Compare(session.CreatedAddress, address.First) >= 0 && string.Compare(session.CreatedAddress, address.Last) <= 0)
                .Select(session => new { session.Id, session.CreatedAt }).Take(most)
                .Union(context.MatchingButAddress(filter)
                    .Where(session => string.Compare(session.LastAddress, address.First) >= 0 && string.Compare(session.LastAddress, address.Last) <= 0)
                    .Select(session => new { session.Id, session.CreatedAt }).Take(most));
        return (await found.ToListAsync(cancellationToken)).ConvertAll(place => new Place(place.Id, place.CreatedAt));
    }

    private static IQueryable<SessionEntity> MatchingButAddress(this AuthDbContext context, SessionFilter filter) => context.Sessions.AsNoTracking()
        .WithOwners(filter)
        .WithUserAgent(filter, context.Database.IsNpgsql())
        .WithState(filter)
        .WithTimes(filter);

    /// <summary>Whether an index has what the filter finds in the order of lists, or nearly; or it is about one user or sign-in, who have few.</summary>
    public static bool IsInOrder(this SessionFilter filter) =>
        filter is { Address: null, UserAgent: null or "", UsedFrom: null } || filter.User is not null || filter.SignIn is not null;

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
        var pattern = $"%{LikePattern.Escaped(part)}%";
        return isPostgreSql
            ? sessions.Where(session =>
                EF.Functions.ILike(session.CreatedUserAgent, pattern, LikePattern.Escape) || EF.Functions.ILike(session.LastUserAgent, pattern, LikePattern.Escape))
            : sessions.Where(session =>
                EF.Functions.Like(EF.Functions.Collate(session.CreatedUserAgent, "Latin1_General_100_CI_AS"), pattern, LikePattern.Escape)
                || EF.Functions.Like(EF.Functions.Collate(session.LastUserAgent, "Latin1_General_100_CI_AS"), pattern, LikePattern.Escape));
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

    private static IQueryable<SessionEntity> WithTimes(this IQueryable<SessionEntity> sessions, SessionFilter filter)
    {
        sessions = filter.CreatedFrom is { } from ? sessions.Where(session => session.CreatedAt >= from) : sessions;
        sessions = filter.CreatedBefore is { } before ? sessions.Where(session => session.CreatedAt < before) : sessions;

        // The day is indexed, the instant is not.
        if (filter.UsedFrom is { } usedFrom)
        {
            var day = DateOnly.FromDateTime(usedFrom.UtcDateTime);
            sessions = sessions.Where(session => session.LastUsedOn >= day && session.LastUsedAt >= usedFrom);
        }

        if (filter.UsedBefore is { } usedBefore)
        {
            var day = DateOnly.FromDateTime(usedBefore.UtcDateTime);

            // Nothing is used before it is signed in; the index of lists knows that instant.
            sessions = sessions.Where(session => session.LastUsedOn <= day && session.LastUsedAt < usedBefore && session.CreatedAt < usedBefore);
        }

        return sessions;
    }
}
