using System.CommandLine;
using AuthServer.AdminApi.Sessions;
using AuthServer.Core.SessionDirectory;
using AuthServer.Core.Sessions;

namespace AuthServer.Commands;

/// <summary>Sessions: looked up here, ended by <see cref="SessionRevocation"/>.</summary>
internal static class SessionCommands
{
    public static readonly Argument<Guid> Id = new("session") { Description = "The session's id, which is the sid of its tokens" };

    private const int PageSize = 500;

    public static Command Make() => CommandTree.With("sessions", "Sessions: one sign-in of one user through one client", [],
        CommandTree.With(
            "list", "Sessions, newest first", ["sessions list --user alice@example.com", "sessions list --ip 203.0.113.0/24 --state active --json"],
            [.. SessionFilterOptions.All, SharedOptions.Limit]).Runs(ListAsync),
        CommandTree.With("show", "One session", ["sessions show 01939c0f-9f9a-7cc3-8a6e-2f4a1f0e6a11"], Id).Runs(ShowAsync),
        SessionRevocation.Revoke(),
        SessionRevocation.Resume(),
        SessionRevocation.Restored());

    private static async Task<int> ListAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var (filter, exit) = await SessionFilterOptions.ReadAsync(context, cancellationToken);
        if (filter is null)
        {
            return exit;
        }

        var wanted = context.Typed.GetValue(SharedOptions.Limit);
        var sessions = new List<SessionDocument>();
        SessionCursor? after = null;
        do
        {
            var page = await context.Get<ISessionDirectory>().ListAsync(filter, after, Math.Min(PageSize, wanted - sessions.Count), cancellationToken);
            sessions.AddRange(page.Sessions.Select(SessionDocument.Of));
            after = page.Next;
        }
        while (after is not null && sessions.Count < wanted);

        context.Output.Table(sessions,
            ("ID", session => session.Id), ("USER", session => session.UserName ?? session.UserId.ToString()), ("CLIENT", session => session.ClientId),
            ("STATE", session => session.EndReason ?? "active"), ("SIGNED IN", session => session.CreatedAt), ("LAST USED", session => session.LastUsedAt),
            ("IP", session => session.LastIp), ("USER AGENT", session => session.LastUserAgent));
        if (after is not null)
        {
            context.Output.Remark($"There are more: raise --limit, which is {wanted}.");
        }

        return ExitCodes.Done;
    }

    private static async Task<int> ShowAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (await context.Get<ISessionDirectory>().FindAsync(new SessionId(context.Typed.GetValue(Id)), cancellationToken) is not { } session)
        {
            return context.NotFound("session");
        }

        context.Output.Document(SessionDocument.Of(session), Lines);
        return ExitCodes.Done;
    }

    public static IEnumerable<(string Name, object? Value)> Lines(SessionDocument session) =>
    [
        ("Session", session.Id),
        ("User", session.UserName is { } name ? $"{name} ({session.UserId})" : session.UserId),
        ("Client", session.ClientName == session.ClientId ? session.ClientId : $"{session.ClientName} ({session.ClientId})"),
        ("State", session.EndReason is null ? "active" : $"ended: {session.EndReason}"),
        ("Ended", session.EndedAt),
        ("Ended by", session.EndedBy),
        ("Signed in", session.CreatedAt),
        ("  from", $"{session.CreatedIp} {session.CreatedUserAgent}"),
        ("Last used", session.LastUsedAt),
        ("  from", $"{session.LastIp} {session.LastUserAgent}"),
        ("Scopes", session.Scopes),
        ("Refreshes", session.Generation),
        ("Retries", $"{session.Retries} in this generation; {session.RetryStreak} generations in a row with one from elsewhere"),
        ("Bound to a key", session.IsKeyBound),
        ("Idle until", session.IdleExpiresAt),
        ("At most until", session.AbsoluteExpiresAt),
    ];
}
