using AuthServer.Account;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Pages.Account;

/// <summary>Ends the browser's sign-in with the sessions under it.</summary>
internal sealed class SignOutModel(BrowserSignIns signIns) : PageModel
{
    public async Task<IActionResult> OnPostAsync()
    {
        await signIns.SignOutAsync(HttpContext);
        return new SeeOtherResult(AccountPaths.SignedOut);
    }
}
