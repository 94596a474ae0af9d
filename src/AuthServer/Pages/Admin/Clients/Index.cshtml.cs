using AuthServer.Core.Clients;
using AuthServer.EntityFrameworkCore;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Pages.Admin.Clients;

/// <summary>All applications and APIs by id.</summary>
internal sealed class ClientsModel(AuthDbContext context) : PageModel
{
    private const int PageSize = 100;

    /// <summary>The id after which the page begins.</summary>
    [BindProperty(SupportsGet = true, Name = "after")]
    public string? After { get; set; }

    public IReadOnlyList<(string Id, string Name, ClientType Type, bool IsDisabled, bool IsManaged)> Found { get; private set; } = [];

    public string? NextPage { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var after = After is { Length: > 0 and <= 128 } && !After.Contains('\0', StringComparison.Ordinal) ? After : "";
        var rows = await context.Clients.AsNoTracking().Where(client => string.Compare(client.Id, after) > 0).OrderBy(client => client.Id).Take(PageSize + 1)
            .Select(client => new { client.Id, client.DisplayName, client.Type, client.Disabled, client.ManagedByConfiguration }).ToListAsync(cancellationToken);
        Found = [.. rows.Take(PageSize).Select(row => (row.Id, row.DisplayName.Length > 0 ? row.DisplayName : row.Id, row.Type, row.Disabled, row.ManagedByConfiguration))];
        NextPage = rows.Count > PageSize ? AdminPaths.With(AdminPaths.Clients, ("after", rows[PageSize - 1].Id)) : null;
    }
}
