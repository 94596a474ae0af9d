using AuthServer.Account;
using AuthServer.Authorization;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Pages.Authorization;

/// <summary>Lets the user go on with the account of this browser or take another (OIDC Core §3.1.2.1, <c>select_account</c>).</summary>
[Authorize]
[PostsToClients]
internal sealed class SelectModel(InteractionProtector interactions, BrowserSignIns signIns, AuthUserManager users) : PageModel
{
    [BindProperty(SupportsGet = true, Name = AuthorizationPaths.Interaction)]
    public string Interaction { get; set; } = "";

    [BindProperty]
    public string Answer { get; set; } = "";

    public string UserName { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync()
    {
        UserName = (await users.GetSignedInAsync(HttpContext)).UserName ?? "";
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (interactions.Read(Interaction) is not { } interaction)
        {
            return new ResultAction(ErrorPage.FormExpired);
        }

        if (Answer == "continue")
        {
            var signIn = (await HttpContext.FindSignInAsync())!.SignIn;
            return new SeeOtherResult(AuthorizationPaths.GoOn(interactions.Write(interaction with { ChosenSignIn = signIn.Id })));
        }

        await signIns.SignOutAsync(HttpContext);
        return new SeeOtherResult(AuthorizationPaths.GoOn(Interaction));
    }
}
