using AuthServer.Configuration;
using AuthServer.Core.Clients;
using AuthServer.Core.SessionDirectory;
using AuthServer.Declarations;
using AuthServer.EntityFrameworkCore;
using AuthServer.EntityFrameworkCore.Clients;
using AuthServer.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Pages.Admin.Clients;

/// <summary>One application: its settings, its secrets but never their values, and its sessions.</summary>
internal sealed class ClientModel(AuthDbContext context, ISessionDirectory directory, TimeProvider time) : PageModel
{
    private const int MostCounted = 10_000;

    [BindProperty(SupportsGet = true, Name = "id")]
    public string? Id { get; set; }

    /// <summary>A secret that was made just now; shown once.</summary>
    public string? Secret { get; private set; }

    public ClientEntity Client { get; private set; } = null!;

    public ClientDeclaration Declared { get; private set; } = null!;

    public int ActiveSessions { get; private set; }

    public DateTimeOffset Now { get; } = time.GetUtcNow();

    public string Name => Client.DisplayName.Length > 0 ? Client.DisplayName : Client.Id;

    public bool HasSecrets => Client.Type != ClientType.Public && !ClientKeyValidation.AuthenticatesByKey(Declared);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await context.Clients.AsNoTracking().Include(client => client.Secrets).SingleOrDefaultAsync(client => client.Id == (Id ?? ""), cancellationToken) is not { } found)
        {
            return new ResultAction(ErrorPage.NotFound);
        }

        Secret = this.ShownOnceAt(AdminPaths.ClientOf(found.Id));
        (Client, Declared) = (found, ClientDeclarations.Of(found));
        ActiveSessions = await directory.CountAsync(
            new SessionFilter { Client = new ClientId(found.Id), State = SessionState.Active }, MostCounted + 1, cancellationToken);
        return Page();
    }

    public string Sessions => Words.CountUpTo(ActiveSessions, MostCounted, "active session");
}
