using AuthServer.Core.SessionDirectory;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIns;
using AuthServer.EntityFrameworkCore;
using AuthServer.EntityFrameworkCore.SignIns;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Account.MySessions;

/// <summary>A person's own devices. A page costs two statements, however many there are; nothing of anybody else is ever found.</summary>
internal sealed class OwnSessions(ISessionDirectory directory, AuthDbContext context)
{
    /// <summary>How many sessions a page has at most.</summary>
    public const int PageSize = 50;

    /// <summary>Browsers without any application beside those; whoever has more ends them together.</summary>
    private const int MostBareSignIns = 100;

    /// <summary>Last used first, with this browser before all others. Of an application used for long, older sessions may stand on a later page.</summary>
    public async Task<DevicePage> ListAsync(CurrentSignIn current, SessionCursor? after, CancellationToken cancellationToken)
    {
        var page = await directory.ListAsync(
            new SessionFilter { User = current.SignIn.UserId, State = SessionState.Active }, after, PageSize, cancellationToken);
        var owners = page.Sessions.Select(session => session.SignInId?.Value).OfType<Guid>().Distinct().ToArray();
        var isFirst = after is null;
        var currentId = current.SignIn.Id.Value;
        var signIns = await context.LiveSignIns(current)
            .Where(signIn => owners.Contains(signIn.Id)
                || (isFirst && (signIn.Id == currentId || !context.Sessions.Any(session => session.SignInId == signIn.Id && session.EndedAt == null))))
            .OrderByDescending(signIn => signIn.LastSeenAt)
            .Take(PageSize + MostBareSignIns)
            .ToListAsync(cancellationToken);

        // What has expired, or is behind an epoch, is marked as ended soon.
        var live = page.Sessions.Where(session => session.State == SessionState.Active).ToList();
        var known = signIns.Select(signIn => new SignInId(signIn.Id)).ToHashSet();
        var devices = signIns.Select(signIn => Browser(signIn, live.Where(session => session.SignInId?.Value == signIn.Id), current))
            .Concat(live.Where(session => session.SignInId is not { } owner || !known.Contains(owner)).Select(Alone));
        return new DevicePage([.. devices.OrderByDescending(device => device.IsCurrent).ThenByDescending(device => device.LastUsedAt)], page.Next);
    }

    /// <summary>A browser of the person; null when it is not live, or somebody else's.</summary>
    public async Task<OwnDevice?> FindBrowserAsync(CurrentSignIn current, SignInId id, CancellationToken cancellationToken) =>
        await context.LiveSignIns(current).SingleOrDefaultAsync(signIn => signIn.Id == id.Value, cancellationToken) is { } signIn
            ? Browser(signIn, await LiveAsync(new SessionFilter { User = current.SignIn.UserId, SignIn = id }, cancellationToken), current)
            : null;

    /// <summary>The device on which the person has a session, with nothing but that session's application; null when it is not live, or somebody else's.</summary>
    public async Task<OwnDevice?> FindApplicationAsync(CurrentSignIn current, SessionId id, CancellationToken cancellationToken)
    {
        var user = current.SignIn.UserId;
        if (await directory.FindAsync(id, cancellationToken) is not { State: SessionState.Active } session || session.UserId != user)
        {
            return null;
        }

        var signIn = session.SignInId is { } owner
            ? await context.LiveSignIns(current).SingleOrDefaultAsync(candidate => candidate.Id == owner.Value, cancellationToken)
            : null;
        return signIn is null
            ? Alone(session)
            : Browser(signIn, await LiveAsync(new SessionFilter { User = user, SignIn = session.SignInId, Client = session.ClientId }, cancellationToken), current);
    }

    private async Task<IReadOnlyList<SessionEntry>> LiveAsync(SessionFilter filter, CancellationToken cancellationToken)
    {
        var sessions = new List<SessionEntry>();
        SessionCursor? next = null;
        do
        {
            var page = await directory.ListAsync(filter with { State = SessionState.Active }, next, PageSize, cancellationToken);
            sessions.AddRange(page.Sessions.Where(session => session.State == SessionState.Active));
            next = page.Next;
        }
        while (next is not null);

        return sessions;
    }

    private static OwnDevice Browser(SignInEntity signIn, IEnumerable<SessionEntry> sessions, CurrentSignIn current)
    {
        var applications = UsedApplication.In(sessions);
        return new OwnDevice
        {
            SignIn = new SignInId(signIn.Id),
            UserAgent = signIn.CreatedUserAgent,
            Ip = signIn.CreatedIp,
            SignedInAt = signIn.CreatedAt,
            LastUsedAt = applications.Select(application => application.LastUsedAt).Append(signIn.LastSeenAt).Max(),
            IsCurrent = signIn.Id == current.SignIn.Id.Value,
            Applications = applications,
        };
    }

    // By itself: signed in by password or with a code shown on the device; or what a sign-in left behind that has ended.
    private static OwnDevice Alone(SessionEntry session) => new()
    {
        UserAgent = session.LastUserAgent,
        Ip = session.LastIp,
        SignedInAt = session.CreatedAt,
        LastUsedAt = session.LastUsedAt,
        Applications = UsedApplication.In([session]),
    };
}
