using AuthServer.Account;
using AuthServer.Administration;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Pages.Admin.Users;

/// <summary>Makes an account. Its user chooses the password at a link.</summary>
[LeadsToChange]
internal sealed class NewUserModel(UserAdministration administration) : PageModel
{
    private const int MaximumLength = 256;

    [BindProperty(Name = "userName")]
    public string? UserName { get; set; }

    [BindProperty(Name = PageAdministrator.NoteField)]
    public string? Note { get; set; }

    public void OnGet() => ModelState.Clear();

    public async Task<IActionResult> OnPostAsync()
    {
        var name = UserName?.Trim() ?? "";
        if (name.Length is 0 or > MaximumLength || !name.Contains('@', StringComparison.Ordinal))
        {
            ModelState.AddModelError("userName", "Give the user's e-mail address.");
        }

        if (PageAdministrator.NoteOf(Note, ModelState) is not { } note || !ModelState.IsValid)
        {
            return Page();
        }

        var outcome = await administration.CreateAsync(new NewUser { UserName = name }, await HttpContext.AdministratorAsync(), note);
        if (!outcome.Accept(ModelState) || outcome is not Outcome<PasswordLink>.Done { Value: var made })
        {
            return Page();
        }

        this.ShowOnceAt(AdminPaths.User(made.UserId), made.Address);
        TempData["Notice"] = "The account is made.";
        return new SeeOtherResult(AdminPaths.User(made.UserId));
    }
}
