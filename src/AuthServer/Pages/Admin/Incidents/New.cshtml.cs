using AuthServer.Account;
using AuthServer.Administration;
using AuthServer.Core.SessionDirectory;
using AuthServer.Pages.Admin.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Pages.Admin.Incidents;

/// <summary>Says what would end, exactly and of whom, before it does. The conditions stand in the address; they are counted again when the answer begins.</summary>
[LeadsToChange]
internal sealed class NewIncidentModel(SessionAdministration administration, ISessionDirectory directory, SessionFilterReader reader) : PageModel
{
    private const int MostOfEach = 10;

    [BindProperty(Name = PageAdministrator.NoteField)]
    public string? Note { get; set; }

    [BindProperty(Name = "withSignIns")]
    public bool WithSignIns { get; set; }

    /// <summary>What whoever sends the form has been told would end.</summary>
    [BindProperty(Name = "seen")]
    public int Seen { get; set; }

    public SessionFilterForm Form { get; private set; } = SessionFilterForm.Empty;

    /// <summary>Whether conditions were sent at all, be it none.</summary>
    public bool IsAsked { get; private set; }

    /// <summary>How many active sessions meet the conditions; null when they cannot be read.</summary>
    public int? Count { get; private set; }

    public SessionBreakdown? Breakdown { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        ModelState.Clear();
        WithSignIns = true;
        await TryAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var seen = Seen;
        ModelState.Clear();
        var filter = await TryAsync(cancellationToken);
        var note = PageAdministrator.NoteOf(Note, ModelState);
        if (Count > seen)
        {
            ModelState.AddModelError("", $"There are {Words.Number(Count.Value - seen)} more than you were shown. Look again, and confirm the new number.");
        }

        if (filter is null || note is null || !ModelState.IsValid)
        {
            return Page();
        }

        var incident = await administration.OpenIncidentAsync(filter, WithSignIns, await HttpContext.AdministratorAsync(), note, CancellationToken.None);
        return new SeeOtherResult(AdminPaths.Incident(incident.Id));
    }

    private async Task<SessionFilter?> TryAsync(CancellationToken cancellationToken)
    {
        Form = SessionFilterForm.Of(Request.Query);
        IsAsked = Request.Query.Count > 0;
        if (!IsAsked || await reader.ReadAsync(Form, ModelState, cancellationToken) is not { } filter)
        {
            return null;
        }

        var active = filter with { State = SessionState.Active, EndReason = null };
        Count = await administration.CountAsync(active, cancellationToken);
        Breakdown = await directory.BreakDownAsync(active, MostOfEach, cancellationToken);
        return active;
    }
}
