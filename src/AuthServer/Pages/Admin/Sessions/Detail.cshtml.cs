using System.Collections.Immutable;
using AuthServer.Core.SessionDirectory;
using AuthServer.Core.Sessions;
using AuthServer.Hosting;
using AuthServer.Pages.Admin.Audit;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Pages.Admin.Sessions;

/// <summary>One session: what it is, what has happened to it, and why it ended. Nothing of its tokens, not even a hash.</summary>
internal sealed class SessionModel(ISessionDirectory directory, AuditTrail trail) : PageModel
{
    public const int MostEvents = 200;
    private const int MostOthers = 20;

    public SessionEntry Session { get; private set; } = null!;

    /// <summary>What is recorded of it, newest first.</summary>
    public ImmutableArray<AuditEntry> Events { get; private set; } = [];

    /// <summary>Others that the same browser sign-in has opened.</summary>
    public IReadOnlyList<SessionEntry> Others { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid sid, CancellationToken cancellationToken)
    {
        if (await directory.FindAsync(new SessionId(sid), cancellationToken) is not { } session)
        {
            return new ResultAction(ErrorPage.NotFound);
        }

        Session = session;
        Events = await trail.ListAsync(new AuditQuestion { Session = session.Id }, before: null, MostEvents, cancellationToken);
        if (session.SignInId is { } signIn)
        {
            var page = await directory.ListAsync(new SessionFilter { SignIn = signIn }, after: null, MostOthers, cancellationToken);
            Others = [.. page.Sessions.Where(other => other.Id != session.Id)];
        }

        return Page();
    }
}
