using System.Collections.Immutable;
using AuthServer.Account;
using AuthServer.Administration;
using AuthServer.Core.Clients;
using AuthServer.Core.SessionDirectory;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;
using AuthServer.EntityFrameworkCore;
using AuthServer.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Pages.Admin.Sessions;

/// <summary>Asks before sessions end: those that were chosen, all of a user, or all of an application. What is meant stands in the address.</summary>
[LeadsToChange]
internal sealed class EndSessionsModel(SessionAdministration administration, ISessionDirectory directory, AuthDbContext context) : PageModel
{
    /// <summary>As many as a page of the list has, and some.</summary>
    public const int MostChosen = 100;

    [BindProperty(Name = PageAdministrator.NoteField)]
    public string? Note { get; set; }

    /// <summary>Whether the browser sign-ins end from which the sessions started.</summary>
    [BindProperty(Name = "withSignIns")]
    public bool WithSignIns { get; set; }

    public SessionChoice Choice { get; private set; } = null!;

    /// <summary>How many would end now.</summary>
    public int Count { get; private set; }

    /// <summary>Where to go on, and where to go back to.</summary>
    public string Origin => Choice switch
    {
        SessionChoice.Chosen { Sessions: [var only] } => AdminPaths.Session(only.Id),
        SessionChoice.OfUser user => AdminPaths.User(user.Id),
        SessionChoice.OfClient client => AdminPaths.ClientOf(client.Id.Value),
        _ => AdminPaths.Sessions,
    };

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        ModelState.Clear();
        WithSignIns = true;
        return await LoadAsync(cancellationToken) ? Page() : new ResultAction(ErrorPage.NotFound);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return new ResultAction(ErrorPage.NotFound);
        }

        if (PageAdministrator.NoteOf(Note, ModelState) is not { } note || !ModelState.IsValid)
        {
            return Page();
        }

        var ended = await EndAsync(await HttpContext.AdministratorAsync(), note);
        TempData["Notice"] = $"{Words.Count(ended, "session")} ended.";
        return new SeeOtherResult(Origin);
    }

    /// <summary>Once begun it is finished, whether or not somebody waits for the answer.</summary>
    private Task<int> EndAsync(Administrator by, string note) => Choice switch
    {
        SessionChoice.OfUser user => administration.EndAllOfUserAsync(user.Id, by, note, CancellationToken.None),
        SessionChoice.OfClient client => administration.EndAllOfClientAsync(client.Id, by, note, CancellationToken.None),
        _ => administration.EndAsync(Choice.Ids, WithSignIns, by, note, CancellationToken.None),
    };

    private async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (await FindAsync(cancellationToken) is not { } choice)
        {
            return false;
        }

        Choice = choice;
        Count = choice switch
        {
            SessionChoice.OfUser user => await administration.CountAsync(new SessionFilter { User = user.Id }, cancellationToken),
            SessionChoice.OfClient client => await administration.CountAsync(new SessionFilter { Client = client.Id }, cancellationToken),
            _ => choice.Ids.Count,
        };
        return true;
    }

    private async Task<SessionChoice?> FindAsync(CancellationToken cancellationToken)
    {
        var query = Request.Query;
        if (query["user"].ToString() is { Length: > 0 } user)
        {
            return Guid.TryParseExact(user, "D", out var id) && await context.Users.FindAsync([id], cancellationToken) is { } found
                ? new SessionChoice.OfUser(new UserId(id), found.UserName ?? user)
                : null;
        }

        if (query["client"].ToString() is { Length: > 0 } client)
        {
            return await context.Clients.FindAsync([client], cancellationToken) is { } found
                ? new SessionChoice.OfClient(new ClientId(found.Id), found.DisplayName.Length > 0 ? found.DisplayName : found.Id)
                : null;
        }

        return await ChosenAsync([.. query["id"]], cancellationToken);
    }

    private async Task<SessionChoice?> ChosenAsync(ImmutableArray<string?> ids, CancellationToken cancellationToken)
    {
        if (ids.Length > MostChosen)
        {
            return null;
        }

        var sessions = ImmutableArray.CreateBuilder<SessionEntry>();
        foreach (var text in ids.Distinct(StringComparer.Ordinal))
        {
            if (!SessionId.TryParse(text, out var id) || await directory.FindAsync(id, cancellationToken) is not { } session)
            {
                return null;
            }

            if (session.State == SessionState.Active)
            {
                sessions.Add(session);
            }
        }

        return new SessionChoice.Chosen(sessions.ToImmutable());
    }
}
