using AuthServer.Account;
using AuthServer.Administration;
using AuthServer.Configuration;
using AuthServer.EntityFrameworkCore;
using AuthServer.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Pages.Admin.Scopes;

/// <summary>Adds, changes and deletes a scope.</summary>
[LeadsToChange]
internal sealed class EditScopeModel(ScopeAdministration administration, AuthDbContext context) : PageModel
{
    /// <summary>The scope that is changed; none when one is added.</summary>
    [BindProperty(SupportsGet = true, Name = "name")]
    public string? Name { get; set; }

    [BindProperty(Name = "newName")]
    public string? NewName { get; set; }

    [BindProperty(Name = "displayName")]
    public string? DisplayName { get; set; }

    [BindProperty(Name = "resources")]
    public string? Resources { get; set; }

    [BindProperty(Name = PageAdministrator.NoteField)]
    public string? Note { get; set; }

    public bool IsNew => string.IsNullOrEmpty(Name);

    /// <summary>How many applications may ask for it.</summary>
    public int Clients { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        ModelState.Clear();
        if (IsNew)
        {
            return Page();
        }

        if (await context.Scopes.AsNoTracking().SingleOrDefaultAsync(scope => scope.Name == Name && !scope.ManagedByConfiguration, cancellationToken) is not { } found)
        {
            return new ResultAction(ErrorPage.NotFound);
        }

        (DisplayName, Resources) = (found.DisplayName, found.Resources.Replace(' ', '\n'));
        Clients = await CountAsync(cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        ModelState.Clear();
        var declared = new ScopeDeclaration { Name = (IsNew ? NewName : Name)?.Trim() ?? "", DisplayName = DisplayName?.Trim() ?? "" };
        foreach (var resource in (Resources ?? "").Split((char[])[' ', '\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            declared.Resources.Add(resource);
        }

        if (IsNew && await context.Scopes.AnyAsync(scope => scope.Name == declared.Name, cancellationToken))
        {
            ModelState.AddModelError("newName", "There is a scope of this name already.");
        }

        if (PageAdministrator.NoteOf(Note, ModelState) is not { } note || !ModelState.IsValid
            || !(await administration.SaveAsync(declared, await HttpContext.AdministratorAsync(), note, CancellationToken.None)).Accept(ModelState))
        {
            Clients = await CountAsync(cancellationToken);
            return Page();
        }

        TempData["Notice"] = "The scope is saved.";
        return new SeeOtherResult(AdminPaths.Scopes);
    }

    public async Task<IActionResult> OnPostDeleteAsync(CancellationToken cancellationToken)
    {
        ModelState.Clear();
        if (PageAdministrator.NoteOf(Note, ModelState) is not { } note
            || !(await administration.DeleteAsync(Name ?? "", await HttpContext.AdministratorAsync(), note, CancellationToken.None)).Accept(ModelState))
        {
            Clients = await CountAsync(cancellationToken);
            return Page();
        }

        TempData["Notice"] = "The scope is deleted.";
        return new SeeOtherResult(AdminPaths.Scopes);
    }

    private Task<int> CountAsync(CancellationToken cancellationToken) =>
        context.Clients.CountAsync(client => (" " + client.Scopes + " ").Contains(" " + Name + " "), cancellationToken);
}
