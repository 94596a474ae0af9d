using AuthServer.EntityFrameworkCore;
using AuthServer.EntityFrameworkCore.Sessions;
using AuthServer.EntityFrameworkCore.SignIns;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Account.MySessions;

/// <summary>What of a person is live, whether or not the rest is marked as ended yet. All of it is by the person's id first.</summary>
internal static class LiveRows
{
    public static IQueryable<SignInEntity> LiveSignIns(this AuthDbContext context, CurrentSignIn current)
    {
        var (user, epoch, now) = Of(current);
        return context.SignIns.AsNoTracking()
            .Where(signIn => signIn.UserId == user && signIn.EndedAt == null && signIn.UserEpoch == epoch && signIn.ExpiresAt > now);
    }

    public static IQueryable<SessionEntity> LiveSessions(this AuthDbContext context, CurrentSignIn current)
    {
        var (user, epoch, now) = Of(current);
        return context.Sessions.AsNoTracking().Where(session =>
            session.UserId == user && session.EndedAt == null && session.UserEpoch == epoch && session.IdleExpiresAt > now && session.AbsoluteExpiresAt > now);
    }

    // A live sign-in is of its user's epoch.
    private static (Guid User, int Epoch, DateTimeOffset Now) Of(CurrentSignIn current) =>
        (current.SignIn.UserId.Value, current.SignIn.UserEpoch, current.Snapshot.Now);
}
