using AuthServer.Account;
using AuthServer.Account.MySessions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Pages.Account;

/// <summary>
/// Asks before it ends what one has chosen, and says how much that is. Whoever signed in long ago shows a credential first (OWASP ASVS 5.0, V7.5.2).
/// </summary>
[Authorize]
[RecentSignIn(AnyFactor = true)]
internal sealed class EndSessionsModel(EndChoices choices) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string What { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string? Id { get; set; }

    public EndChoice Choice { get; private set; } = null!;

    /// <summary>Null when it is not about one.</summary>
    public OwnDevice? Device => Choice switch
    {
        EndChoice.OneDevice one => one.Device,
        EndChoice.OneApplication one => one.Device,
        _ => null,
    };

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) =>
        await FindAsync((await HttpContext.FindSignInAsync())!, cancellationToken) ? Page() : NothingLeft();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var current = (await HttpContext.FindSignInAsync())!;
        if (!await FindAsync(current, cancellationToken))
        {
            return NothingLeft();
        }

        await choices.EndAsync(current, Choice, HttpContext.Caller());
        TempData["Notice"] = EndWords.Done(Choice);
        if (Choice is EndChoice.Everything or EndChoice.OneDevice { Device.IsCurrent: true })
        {
            await BrowserSignIns.ForgetAsync(HttpContext);
            return new SeeOtherResult(AccountPaths.SignIn);
        }

        return new SeeOtherResult(AccountPaths.Sessions);
    }

    private async Task<bool> FindAsync(CurrentSignIn current, CancellationToken cancellationToken)
    {
        var choice = await choices.FindAsync(current, What, Id, cancellationToken);
        Choice = choice!;
        return choice is not null;
    }

    private SeeOtherResult NothingLeft()
    {
        TempData["Notice"] = EndWords.NothingLeft;
        return new SeeOtherResult(AccountPaths.Sessions);
    }
}
