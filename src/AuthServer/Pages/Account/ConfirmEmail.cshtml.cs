using AuthServer.Account;
using AuthServer.EntityFrameworkCore.Users;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Pages.Account;

/// <summary>Confirms an address, by a button: programs that look into mails open links, but press nothing.</summary>
internal sealed class ConfirmEmailModel(AuthUserManager users) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "user")]
    public Guid UserId { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Token { get; set; }

    public void OnGet() => ModelState.Clear();

    public async Task<IActionResult> OnPostAsync()
    {
        if (await users.FindByIdAsync(UserId.ToString()) is { } user
            && (await users.ConfirmEmailAsync(user, new UserLink(UserId, Token ?? "").IdentityToken)).Succeeded)
        {
            TempData["Notice"] = "Your address is confirmed. You can sign in now.";
            return new SeeOtherResult(AccountPaths.SignIn);
        }

        ModelState.Clear();
        ModelState.AddModelError("", Sentences.DeadLink);
        return Page();
    }
}
