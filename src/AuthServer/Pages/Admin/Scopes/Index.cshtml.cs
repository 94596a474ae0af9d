using AuthServer.EntityFrameworkCore;
using AuthServer.EntityFrameworkCore.Scopes;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Pages.Admin.Scopes;

/// <summary>All scopes, and the audiences that they open.</summary>
internal sealed class ScopesModel(AuthDbContext context) : PageModel
{
    public IReadOnlyList<ScopeEntity> Scopes { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        Scopes = await context.Scopes.AsNoTracking().OrderBy(scope => scope.Name).ToListAsync(cancellationToken);
}
