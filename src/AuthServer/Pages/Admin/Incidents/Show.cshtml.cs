using AuthServer.Account;
using AuthServer.Core.Incidents;
using AuthServer.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Pages.Admin.Incidents;

/// <summary>How far the answer to an incident is. It can be stopped and resumed; what has ended stays ended.</summary>
internal sealed class IncidentModel(IIncidentStore incidents, IncidentResponse response) : PageModel
{
    public Incident Incident { get; private set; } = null!;

    public bool IsRunning => Incident.State == IncidentState.Running;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await incidents.FindAsync(new IncidentId(id), cancellationToken) is not { } incident)
        {
            return new ResultAction(ErrorPage.NotFound);
        }

        Incident = incident;
        return Page();
    }

    public async Task<IActionResult> OnPostStopAsync(Guid id)
    {
        var by = await HttpContext.AdministratorAsync();
        var stopped = await response.StopAsync(new IncidentId(id), by.Actor, by.Caller, CancellationToken.None);
        TempData["Notice"] = stopped ? "It is stopped. What has ended stays ended." : "It was not running any more.";
        return new SeeOtherResult(AdminPaths.Incident(id));
    }

    public async Task<IActionResult> OnPostResumeAsync(Guid id)
    {
        var by = await HttpContext.AdministratorAsync();
        var resumed = await response.ResumeAsync(new IncidentId(id), by.Actor, by.Caller, CancellationToken.None);
        TempData["Notice"] = resumed ? "It goes on." : "It was not stopped.";
        return new SeeOtherResult(AdminPaths.Incident(id));
    }
}
