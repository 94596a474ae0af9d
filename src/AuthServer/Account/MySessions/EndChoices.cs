using AuthServer.Core.Audit;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIns;
using AuthServer.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Account.MySessions;

/// <summary>Finds what a person chooses to end, and ends it. Whatever is named is looked for among the person's own.</summary>
internal sealed class EndChoices(OwnSessions own, AuthDbContext context, SessionEnding ending)
{
    public const string Device = "device";
    public const string Application = "application";
    public const string Others = "others";
    public const string Everything = "everything";

    /// <summary>Null when there is nothing of that name, or no longer, or it is somebody else's: which of these is not told.</summary>
    public Task<EndChoice?> FindAsync(CurrentSignIn current, string what, string? id, CancellationToken cancellationToken) => (what, id) switch
    {
        (Device, _) when SignInId.TryParse(id, out var signIn) => FindDeviceAsync(current, signIn, cancellationToken),
        (Application, _) when SessionId.TryParse(id, out var session) => FindApplicationAsync(current, session, cancellationToken),
        (Others, null) => FindOthersAsync(current, cancellationToken),
        (Everything, null) => FindEverythingAsync(current, cancellationToken),
        _ => Task.FromResult<EndChoice?>(null),
    };

    /// <summary>Once begun it is not cancelled.</summary>
    public Task EndAsync(CurrentSignIn current, EndChoice choice, Caller caller)
    {
        var user = current.SignIn.UserId;
        var (reason, actor) = (EndReason.UserRevoked, Actors.User(user));
        var all = new EndSessionsOfUser(user, reason, actor, caller);
        return choice switch
        {
            EndChoice.OneDevice { Device.SignIn: { } signIn } => ending.EndSignInAsync(new EndSignIn(signIn, reason, actor, caller)),
            EndChoice.OneApplication one => EndEachAsync(one.Application.Sessions.Select(session => new EndSession(session.Id, reason, actor, caller))),
            EndChoice.Others => ending.EndAllOfUserAsync(all with { Kept = current.SignIn.Id }, CancellationToken.None),
            EndChoice.Everything => ending.EndAllOfUserAsync(all, CancellationToken.None),
            _ => throw new InvalidOperationException("A choice that nobody offers."),
        };
    }

    private async Task EndEachAsync(IEnumerable<EndSession> ends)
    {
        foreach (var end in ends)
        {
            await ending.EndAsync(end);
        }
    }

    private async Task<EndChoice?> FindDeviceAsync(CurrentSignIn current, SignInId id, CancellationToken cancellationToken) =>
        await own.FindBrowserAsync(current, id, cancellationToken) is { } device ? new EndChoice.OneDevice(device) : null;

    private async Task<EndChoice?> FindApplicationAsync(CurrentSignIn current, SessionId id, CancellationToken cancellationToken) =>
        await own.FindApplicationAsync(current, id, cancellationToken) is { } device ? new EndChoice.OneApplication(device) : null;

    private async Task<EndChoice?> FindOthersAsync(CurrentSignIn current, CancellationToken cancellationToken)
    {
        var kept = current.SignIn.Id.Value;
        var signIns = context.LiveSignIns(current).Where(signIn => signIn.Id != kept);
        var sessions = context.LiveSessions(current).Where(session => session.SignInId != kept);
        var count = await signIns.CountAsync(cancellationToken);
        var devices = count + await sessions.CountAsync(session => !signIns.Any(signIn => signIn.Id == session.SignInId), cancellationToken);
        return devices == 0 ? null : new EndChoice.Others(devices, await sessions.CountAsync(cancellationToken));
    }

    private async Task<EndChoice?> FindEverythingAsync(CurrentSignIn current, CancellationToken cancellationToken)
    {
        var others = await FindOthersAsync(current, cancellationToken) as EndChoice.Others;
        var here = current.SignIn.Id.Value;
        var sessions = await context.LiveSessions(current).CountAsync(session => session.SignInId == here, cancellationToken);
        return new EndChoice.Everything((others?.Devices ?? 0) + 1, (others?.Sessions ?? 0) + sessions);
    }
}
