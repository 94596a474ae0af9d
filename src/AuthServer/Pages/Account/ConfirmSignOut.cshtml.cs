using AuthServer.Account;
using AuthServer.Core.Logout;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Hosting;
using AuthServer.Logout;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Pages.Account;

/// <summary>
/// Asks the person before a logout that a client, or whoever sent the browser here, wants (OIDC RP-Initiated Logout §2, §6). Nothing ends by being looked at.
/// </summary>
[PostsToClients]
internal sealed class ConfirmSignOutModel(
    LogoutRequestReader reader, LogoutHandler handler, LogoutInteractions interactions, LogoutResults results, AuthUserManager users) : PageModel
{
    [BindProperty(SupportsGet = true, Name = LogoutInteractions.Parameter)]
    public string Interaction { get; set; } = "";

    /// <summary>Who asks; null when the request does not say.</summary>
    public string? ClientName { get; private set; }

    /// <summary>Who would be signed out; null when nobody is signed in with this browser.</summary>
    public string? UserName { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (interactions.Read(Interaction) is not { } parameters)
        {
            return Expired();
        }

        if (!(await reader.ReadAsync(parameters, cancellationToken)).TryGet(out var request, out var error))
        {
            return new ResultAction(results.Explain(error));
        }

        ClientName = request.Client is not { } client ? null : client.DisplayName.Length > 0 ? client.DisplayName : client.Id.Value;
        UserName = await HttpContext.FindSignInAsync() is null ? null : (await users.GetSignedInAsync(HttpContext)).UserName;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (interactions.Read(Interaction) is not { } parameters)
        {
            return Expired();
        }

        var signIn = await HttpContext.FindSignInAsync();
        var outcome = await handler.ConfirmAsync(parameters, signIn?.SignIn, HttpContext.Caller(), cancellationToken);
        return new ResultAction(await results.AnswerAsync(HttpContext, outcome, parameters));
    }

    private ResultAction Expired() => new(results.Explain(LogoutInteractions.Expired));
}
