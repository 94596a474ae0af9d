using AuthServer.Account;
using AuthServer.Core.SignIns;
using AuthServer.EntityFrameworkCore.Users;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Pages.Account;

/// <summary>One's account at a glance.</summary>
[Authorize]
internal sealed class IndexModel(AuthUserManager users) : PageModel
{
    public AuthUser Account { get; private set; } = null!;

    public SignIn Current { get; private set; } = null!;

    public int Passkeys { get; private set; }

    public async Task OnGetAsync()
    {
        Account = await users.GetSignedInAsync(HttpContext);
        Current = (await HttpContext.FindSignInAsync())!.SignIn;
        Passkeys = (await users.GetPasskeysAsync(Account)).Count;
    }
}
