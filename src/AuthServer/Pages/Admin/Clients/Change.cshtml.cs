using AuthServer.Account;
using AuthServer.Administration;
using AuthServer.Core.Clients;
using AuthServer.Core.SessionDirectory;
using AuthServer.EntityFrameworkCore;
using AuthServer.EntityFrameworkCore.Clients;
using AuthServer.Hosting;
using AuthServer.Pages.Admin.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Pages.Admin.Clients;

/// <summary>Asks before something is done to an application or one of its secrets. What it is stands in the address.</summary>
[LeadsToChange]
internal sealed class ChangeClientModel(ClientAdministration administration, SessionAdministration sessions, AuthDbContext context) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "id")]
    public string? Id { get; set; }

    [BindProperty(SupportsGet = true, Name = "change")]
    public string? ChangeName { get; set; }

    [BindProperty(SupportsGet = true, Name = ClientChange.SecretField)]
    public Guid? SecretId { get; set; }

    [BindProperty(Name = "label")]
    public string? Label { get; set; }

    [BindProperty(Name = "expires")]
    public string? Expires { get; set; }

    [BindProperty(Name = PageAdministrator.NoteField)]
    public string? Note { get; set; }

    public ClientChange Change { get; private set; } = null!;

    public ClientEntity Client { get; private set; } = null!;

    /// <summary>The secret that is to be removed.</summary>
    public ClientSecretEntity? Removed { get; private set; }

    public int Sessions { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        ModelState.Clear();
        return await LoadAsync(cancellationToken) ? Page() : new ResultAction(ErrorPage.NotFound);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        ModelState.Clear();
        if (!await LoadAsync(cancellationToken))
        {
            return new ResultAction(ErrorPage.NotFound);
        }

        if (PageAdministrator.NoteOf(Note, ModelState) is not { } note || !await DoAsync(Client.Id, await HttpContext.AdministratorAsync(), note))
        {
            return Page();
        }

        TempData["Notice"] = Change.Done;
        return new SeeOtherResult(Change == ClientChange.Delete ? AdminPaths.Clients : AdminPaths.ClientOf(Client.Id));
    }

    private async Task<bool> DoAsync(string id, Administrator by, string note) => Change.Name switch
    {
        "disable" => (await administration.DisableAsync(id, by, note, CancellationToken.None)).Accept(ModelState),
        "enable" => (await administration.EnableAsync(id, by, note, CancellationToken.None)).Accept(ModelState),
        "delete" => (await administration.DeleteAsync(id, by, note, CancellationToken.None)).Accept(ModelState),
        "add-secret" => await AddSecretAsync(id, by, note),
        "remove-secret" => (await administration.RemoveSecretAsync(id, Removed!.Id, by, note, CancellationToken.None)).Accept(ModelState),
        _ => throw new InvalidOperationException($"The change {Change.Name} has no verb."),
    };

    private async Task<bool> AddSecretAsync(string id, Administrator by, string note)
    {
        DateTimeOffset? expires = null;
        if (Expires?.Trim() is { Length: > 0 } typed)
        {
            expires = SessionFilterReader.InstantOf(typed);
            if (expires is null)
            {
                ModelState.AddModelError("expires", "Give a date and a time, such as 2026-01-31T10:20 (UTC), or nothing.");
                return false;
            }
        }

        var outcome = await administration.AddSecretAsync(id, Label?.Trim() ?? "", expires, by, note, CancellationToken.None);
        this.ShowOnceAt(AdminPaths.ClientOf(id), (outcome as Outcome<NewSecret>.Done)?.Value.Value);
        return outcome.Accept(ModelState);
    }

    private async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (ClientChange.All.FirstOrDefault(known => known.Name == ChangeName) is not { } known
            || await context.Clients.AsNoTracking().Include(client => client.Secrets).SingleOrDefaultAsync(client => client.Id == (Id ?? ""), cancellationToken) is not { } client)
        {
            return false;
        }

        (Change, Client, Removed) = (known, client, client.Secrets.Find(secret => secret.Id == SecretId));
        Sessions = known.EndsSessions ? await sessions.CountAsync(new SessionFilter { Client = new ClientId(client.Id) }, cancellationToken) : 0;
        return known != ClientChange.RemoveSecret || Removed is not null;
    }
}
