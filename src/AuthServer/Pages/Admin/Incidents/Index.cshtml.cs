using AuthServer.Core.Incidents;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Pages.Admin.Incidents;

/// <summary>The answers to incidents, newest first.</summary>
internal sealed class IncidentsModel(IIncidentStore incidents) : PageModel
{
    public const int MostShown = 100;

    public IReadOnlyList<Incident> Incidents { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken) => Incidents = await incidents.ListAsync(MostShown, cancellationToken);
}
