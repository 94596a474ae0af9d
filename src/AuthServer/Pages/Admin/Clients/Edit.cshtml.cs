using AuthServer.Account;
using AuthServer.Administration;
using AuthServer.Configuration;
using AuthServer.Core.Clients;
using AuthServer.Declarations;
using AuthServer.EntityFrameworkCore;
using AuthServer.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Pages.Admin.Clients;

/// <summary>Adds an application, or changes its settings; held to the rules that hold for the configuration.</summary>
[LeadsToChange]
internal sealed class EditClientModel(ClientAdministration administration, AuthDbContext context) : PageModel
{
    /// <summary>The application that is changed; none when one is added.</summary>
    [BindProperty(SupportsGet = true, Name = "id")]
    public string? Id { get; set; }

    [BindProperty(Name = "version")]
    public int Version { get; set; }

    [BindProperty(Name = PageAdministrator.NoteField)]
    public string? Note { get; set; }

    public ClientDeclaration Declared { get; private set; } = new();

    public bool IsNew => string.IsNullOrEmpty(Id);

    /// <summary>What stands in a field: what was typed last, or what is stored.</summary>
    public string ValueOf(ClientField field) => Typed(field.Name) ?? field.Read(Declared);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        ModelState.Clear();
        return IsNew || await LoadAsync(keepVersion: false, cancellationToken) ? Page() : new ResultAction(ErrorPage.NotFound);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        ModelState.Clear();
        if (!IsNew && !await LoadAsync(keepVersion: true, cancellationToken))
        {
            return new ResultAction(ErrorPage.NotFound);
        }

        Take();
        if (PageAdministrator.NoteOf(Note, ModelState) is not { } note || !ModelState.IsValid || !await SaveAsync(note, await HttpContext.AdministratorAsync()))
        {
            return Page();
        }

        TempData["Notice"] = IsNew ? "The application is added." : "The settings are changed.";
        return new SeeOtherResult(AdminPaths.ClientOf(Declared.Id));
    }

    private async Task<bool> SaveAsync(string note, Administrator by)
    {
        if (IsNew)
        {
            var outcome = await administration.AddAsync(Declared, by, note, CancellationToken.None);
            this.ShowOnceAt(AdminPaths.ClientOf(Declared.Id), (outcome as Outcome<NewSecret?>.Done)?.Value?.Value);
            return outcome.Accept(ModelState);
        }

        return (await administration.ChangeAsync(Declared, Version, by, note, CancellationToken.None)).Accept(ModelState);
    }

    /// <summary>Takes over what was typed.</summary>
    private void Take()
    {
        if (IsNew)
        {
            Declared.Id = Typed("newId")?.Trim() ?? "";
            Declared.Type = Enum.TryParse<ClientType>(Typed("type"), out var type) && Enum.IsDefined(type) ? type : ClientType.Public;
        }

        foreach (var field in ClientFields.All)
        {
            if (!field.Write(Declared, Typed(field.Name)?.Trim() ?? ""))
            {
                ModelState.AddModelError(field.Name, field.Type == "number" ? "Give a number." : "Give a duration, such as 00:05:00 or 14.00:00:00.");
            }
        }
    }

    private string? Typed(string name) => HttpMethods.IsPost(Request.Method) ? Request.Form[name].ToString() : null;

    private async Task<bool> LoadAsync(bool keepVersion, CancellationToken cancellationToken)
    {
        if (await context.Clients.AsNoTracking().SingleOrDefaultAsync(client => client.Id == Id && !client.ManagedByConfiguration, cancellationToken) is not { } found)
        {
            return false;
        }

        Declared = ClientDeclarations.Of(found);
        Version = keepVersion ? Version : found.Version;
        return true;
    }
}
