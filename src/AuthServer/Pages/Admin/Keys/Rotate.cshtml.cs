using AuthServer.Account;
using AuthServer.Administration;
using AuthServer.Core.Keys;
using AuthServer.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace AuthServer.Pages.Admin.Keys;

/// <summary>Asks before a new key takes over.</summary>
[LeadsToChange]
internal sealed class RotateKeyModel(KeyAdministration administration, SigningKeyRing ring, IOptions<SigningKeyOptions> options) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "algorithm")]
    public string? Algorithm { get; set; }

    [BindProperty(Name = PageAdministrator.NoteField)]
    public string? Note { get; set; }

    public TimeSpan Delay => options.Value.ReloadInterval * 2;

    private bool IsServed => ring.Algorithms.Any(served => served.Name == Algorithm);

    public IActionResult OnGet()
    {
        ModelState.Clear();
        return IsServed ? Page() : new ResultAction(ErrorPage.NotFound);
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!IsServed)
        {
            return new ResultAction(ErrorPage.NotFound);
        }

        if (PageAdministrator.NoteOf(Note, ModelState) is not { } note
            || !(await administration.RotateAsync(Algorithm!, await HttpContext.AdministratorAsync(), note, CancellationToken.None)).Accept(ModelState))
        {
            return Page();
        }

        TempData["Notice"] = $"A new key for {Algorithm} is published, and signs in {Words.Span(Delay)}.";
        return new SeeOtherResult(AdminPaths.Keys);
    }
}
