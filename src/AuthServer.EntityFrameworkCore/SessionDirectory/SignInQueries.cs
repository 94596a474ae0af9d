using AuthServer.Core.SessionDirectory;
using AuthServer.EntityFrameworkCore.Relational;
using AuthServer.EntityFrameworkCore.SignIns;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.EntityFrameworkCore.SessionDirectory;

/// <summary>What a filter of sessions means for browser sign-ins: their own user, address, user agent and times.</summary>
internal static class SignInQueries
{
    /// <summary>None when the filter is about a client or an end: a sign-in is of no client, and one that is active has not ended for any reason.</summary>
    public static IQueryable<SignInEntity> MatchingActiveSignIns(this AuthDbContext context, SessionFilter filter)
    {
        var signIns = context.SignIns.AsNoTracking().Where(signIn => signIn.EndedAt == null);
        return filter is { Client: null, EndReason: null }
            ? signIns.WithOwners(filter).WithPlace(filter, context.Database.IsNpgsql()).WithTimes(filter)
            : signIns.Where(signIn => false);
    }

    private static IQueryable<SignInEntity> WithOwners(this IQueryable<SignInEntity> signIns, SessionFilter filter)
    {
        signIns = filter.User is { } user ? signIns.Where(signIn => signIn.UserId == user.Value) : signIns;
        return filter.SignIn is { } id ? signIns.Where(signIn => signIn.Id == id.Value) : signIns;
    }

    private static IQueryable<SignInEntity> WithPlace(this IQueryable<SignInEntity> signIns, SessionFilter filter, bool isPostgreSql)
    {
        if (filter.Address is { } address)
        {
            signIns = signIns.Where(signIn =>
                string.Compare(signIn.CreatedAddress, address.First) >= 0 && string.Compare(signIn.CreatedAddress, address.Last) <= 0);
        }

        if (filter.UserAgent is not { Length: > 0 } part)
        {
            return signIns;
        }

        // As for sessions.
        var pattern = LikePattern.Containing(part);
        return isPostgreSql
            ? signIns.Where(signIn => EF.Functions.ILike(signIn.CreatedUserAgent, pattern, LikePattern.Escape))
            : signIns.Where(signIn => EF.Functions.Like(EF.Functions.Collate(signIn.CreatedUserAgent, LikePattern.AnyCase), pattern, LikePattern.Escape));
    }

    private static IQueryable<SignInEntity> WithTimes(this IQueryable<SignInEntity> signIns, SessionFilter filter)
    {
        signIns = filter.CreatedFrom is { } from ? signIns.Where(signIn => signIn.CreatedAt >= from) : signIns;
        signIns = filter.CreatedBefore is { } before ? signIns.Where(signIn => signIn.CreatedAt < before) : signIns;

        // Nothing is seen before it is signed in; the index knows that instant.
        signIns = filter.UsedFrom is { } usedFrom ? signIns.Where(signIn => signIn.LastSeenAt >= usedFrom) : signIns;
        return filter.UsedBefore is { } usedBefore ? signIns.Where(signIn => signIn.LastSeenAt < usedBefore && signIn.CreatedAt < usedBefore) : signIns;
    }
}
