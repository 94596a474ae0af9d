using AuthServer.Core.Sessions;
using AuthServer.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Account.MySessions;

/// <summary>What of a person's has ended lately, and why: two statements.</summary>
internal sealed class RecentEnds(AuthDbContext context)
{
    public const int Most = 20;

    public static readonly TimeSpan Period = TimeSpan.FromDays(30);

    /// <summary>The last first. A session that ended with its browser's sign-in is not listed beside it.</summary>
    public async Task<IReadOnlyList<RecentEnd>> ListAsync(CurrentSignIn current, CancellationToken cancellationToken)
    {
        var now = current.Snapshot.Now;
        var (user, from) = (current.SignIn.UserId.Value, now - Period);
        var signIns = await SignInsAsync(user, from, now, cancellationToken);
        var sessions = await SessionsAsync(user, from, now, cancellationToken);
        return [.. signIns.Concat(sessions).OrderByDescending(end => end.At).Take(Most)];
    }

    private async Task<IEnumerable<RecentEnd>> SignInsAsync(Guid user, DateTimeOffset from, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rows = await context.SignIns.Where(signIn => signIn.UserId == user)
            .Select(signIn => new { signIn.CreatedUserAgent, signIn.CreatedIp, At = signIn.EndedAt ?? signIn.ExpiresAt, signIn.EndedAt, signIn.EndReason })
            .Where(signIn => signIn.At > from && signIn.At <= now)
            .OrderByDescending(signIn => signIn.At)
            .Take(Most)
            .ToListAsync(cancellationToken);
        return rows.Select(row => new RecentEnd(
            row.CreatedUserAgent, null, row.CreatedIp, row.At, row.EndedAt is null ? EndReason.AbsoluteExpired : row.EndReason ?? EndReason.AdminRevoked));
    }

    private async Task<IEnumerable<RecentEnd>> SessionsAsync(Guid user, DateTimeOffset from, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // With its sign-in ended what ended for the same reason, and expired what was to last no longer.
        var rows = await context.Sessions
            .Where(session => session.UserId == user && !context.SignIns.Any(signIn => signIn.Id == session.SignInId
                && (signIn.EndedAt != null ? signIn.EndReason == session.EndReason : signIn.ExpiresAt <= now && session.AbsoluteExpiresAt <= signIn.ExpiresAt)))
            .Select(session => new
            {
                session.LastUserAgent,
                session.LastIp,
                session.ClientId,
                ClientName = context.Clients.Where(client => client.Id == session.ClientId).Select(client => client.DisplayName).FirstOrDefault(),
                At = session.EndedAt ?? (session.IdleExpiresAt < session.AbsoluteExpiresAt ? session.IdleExpiresAt : session.AbsoluteExpiresAt),
                session.EndedAt,
                session.EndReason,
                session.IdleExpiresAt,
                session.AbsoluteExpiresAt,
            })
            .Where(session => session.At > from && session.At <= now)
            .OrderByDescending(session => session.At)
            .Take(Most)
            .ToListAsync(cancellationToken);
        return rows.Select(row => new RecentEnd(
            row.LastUserAgent,
            row.ClientName is { Length: > 0 } name ? name : row.ClientId,
            row.LastIp,
            row.At,
            row.EndedAt is null
                ? Session.ExpiryAt(row.IdleExpiresAt, row.AbsoluteExpiresAt, now) ?? EndReason.AbsoluteExpired
                : row.EndReason ?? EndReason.AdminRevoked));
    }
}
