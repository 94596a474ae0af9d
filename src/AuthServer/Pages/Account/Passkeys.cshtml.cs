using System.Buffers.Text;
using AuthServer.Account;
using AuthServer.Core.SignIns;
using AuthServer.EntityFrameworkCore.Users;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Pages.Account;

/// <summary>One's passkeys: adds, names and removes them. Removing one ends everything that is signed in.</summary>
[Authorize]
[RecentSignIn]
internal sealed class PasskeysModel(AuthUserManager users, PasskeyCeremonies ceremonies, BrowserSignIns signIns) : PageModel
{
    private const int MostPasskeys = 20;
    private const int LongestName = 50;

    [BindProperty]
    public string? Credential { get; set; }

    /// <summary>The passkey that a form is about.</summary>
    [BindProperty]
    public string? Id { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    public IReadOnlyList<UserPasskeyInfo> Passkeys { get; private set; } = [];

    public bool MayAdd => Passkeys.Count < MostPasskeys;

    public static string IdOf(UserPasskeyInfo passkey) => Base64Url.EncodeToString(passkey.CredentialId);

    public static string NameOf(UserPasskeyInfo passkey) => passkey.Name ?? "Passkey";

    public async Task OnGetAsync() => await LoadAsync(await users.GetSignedInAsync(HttpContext));

    /// <summary>For the script: what the browser is to ask its authenticator for.</summary>
    public async Task<IActionResult> OnPostOptionsAsync() =>
        Content(await ceremonies.BeginRegistrationAsync(HttpContext, await users.GetSignedInAsync(HttpContext)), "application/json");

    public async Task<IActionResult> OnPostAddAsync()
    {
        var user = await users.GetSignedInAsync(HttpContext);
        await LoadAsync(user);
        if (!MayAdd || string.IsNullOrEmpty(Credential) || await ceremonies.FinishRegistrationAsync(HttpContext, user, Credential) is not { } passkey)
        {
            return Refused();
        }

        passkey.Name = ChosenName() ?? $"Passkey {Passkeys.Count + 1}";
        if (await users.AddOrUpdatePasskeyAsync(user, passkey) is not { Succeeded: true })
        {
            return Refused();
        }

        await signIns.RaiseAsync(HttpContext, user, AuthenticationContext.VerifiedPasskey);
        TempData["Notice"] = $"\"{passkey.Name}\" is added.";
        return new SeeOtherResult(AccountPaths.Passkeys);
    }

    public async Task<IActionResult> OnPostRenameAsync()
    {
        var user = await users.GetSignedInAsync(HttpContext);
        if (ChosenName() is { } name && await FindAsync(user) is { } passkey)
        {
            passkey.Name = name;
            await users.AddOrUpdatePasskeyAsync(user, passkey);
        }

        return new SeeOtherResult(AccountPaths.Passkeys);
    }

    public async Task<IActionResult> OnPostRemoveAsync()
    {
        var user = await users.GetSignedInAsync(HttpContext);
        if (await FindAsync(user) is not { } passkey || !(await users.RemovePasskeyAsync(user, passkey.CredentialId)).Succeeded)
        {
            return new SeeOtherResult(AccountPaths.Passkeys);
        }

        TempData["Notice"] = "The passkey is removed, and you are signed out everywhere. Sign in again.";
        return new SeeOtherResult(AccountPaths.SignIn);
    }

    private string? ChosenName() => Name?.Trim() is { Length: > 0 and <= LongestName } name ? name : null;

    private async Task<UserPasskeyInfo?> FindAsync(AuthUser user) =>
        Id is not null && Base64Url.IsValid(Id) ? await users.GetPasskeyAsync(user, Base64Url.DecodeFromChars(Id)) : null;

    private async Task LoadAsync(AuthUser user) => Passkeys = [.. (await users.GetPasskeysAsync(user)).OrderBy(passkey => passkey.CreatedAt)];

    private PageResult Refused()
    {
        ModelState.AddModelError("", "The passkey could not be added. Try again.");
        return Page();
    }
}
