using AuthServer.Account;
using AuthServer.EntityFrameworkCore.Users;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Pages.Account;

/// <summary>What is kept of one, to take away; and the end of one's account.</summary>
[Authorize]
[RecentSignIn]
internal sealed class PersonalDataModel(AuthUserManager users, PersonalData data, BrowserSignIns signIns) : PageModel
{
    [BindProperty]
    public bool Understood { get; set; }

    public void OnGet()
    {
        // The page says what it says; both of its forms have their own answer.
    }

    public async Task<IActionResult> OnPostDownloadAsync(CancellationToken cancellationToken) =>
        File(await data.ExportAsync(await users.GetSignedInAsync(HttpContext), cancellationToken), "application/json", "personal-data.json");

    public async Task<IActionResult> OnPostDeleteAsync()
    {
        if (!Understood)
        {
            ModelState.AddModelError("Understood", "Tick the box when you are sure.");
            return Page();
        }

        var user = await users.GetSignedInAsync(HttpContext);
        await signIns.SignOutAsync(HttpContext);
        var result = await users.DeleteAsync(user);
        if (!result.Succeeded)
        {
            throw new InvalidOperationException($"The account could not be deleted: {result}");
        }

        return new SeeOtherResult(AccountPaths.SignedOut);
    }
}
