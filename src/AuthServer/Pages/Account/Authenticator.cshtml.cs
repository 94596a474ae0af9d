using System.ComponentModel.DataAnnotations;
using AuthServer.Account;
using AuthServer.Configuration;
using AuthServer.Core.SignIns;
using AuthServer.EntityFrameworkCore.Users;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace AuthServer.Pages.Account;

/// <summary>Two-step sign-in: sets an authenticator app up, hands out recovery codes once, and turns it off, which ends everything that is signed in.</summary>
[Authorize]
[RecentSignIn]
internal sealed class AuthenticatorModel(
    AuthUserManager users, SecondFactors factors, BrowserSignIns signIns, IOptions<AuthServerOptions> options) : PageModel
{
    private const string CodesNotice = "RecoveryCodes";
    private const int RecoveryCodes = 10;

    [BindProperty]
    public Fields Input { get; set; } = new();

    public bool IsOn { get; private set; }

    public int CodesLeft { get; private set; }

    /// <summary>The recovery codes, when this is the one time that they are shown.</summary>
    public IReadOnlyList<string> NewCodes { get; private set; } = [];

    internal AuthenticatorKey? Key { get; private set; }

    public async Task OnGetAsync()
    {
        ModelState.Clear();
        var user = await users.GetSignedInAsync(HttpContext);
        if (!user.TwoFactorEnabled)
        {
            // A new one each time: a key that somebody looked at earlier must not become the one that is turned on.
            Require(await users.ResetAuthenticatorKeyAsync(user));
        }

        await LoadAsync(user);
        NewCodes = TempData[CodesNotice] is string codes ? codes.Split(' ') : [];
    }

    public async Task<IActionResult> OnPostVerifyAsync(CancellationToken cancellationToken)
    {
        var user = await users.GetSignedInAsync(HttpContext);
        if (!ModelState.IsValid || !await factors.IsRightCodeAsync(user, Input.Code, cancellationToken))
        {
            if (ModelState.IsValid)
            {
                ModelState.AddModelError("Input.Code", "This code does not fit. Enter the one that the app shows now; check that the clock of its device is right.");
            }

            await LoadAsync(user);
            return Page();
        }

        Require(await users.SetTwoFactorEnabledAsync(user, enabled: true));
        await signIns.RaiseAsync(HttpContext, user, AuthenticationContext.PasswordAndCode);
        TempData["Notice"] = "Two-step sign-in is on.";
        return await ShowNewCodesAsync(user);
    }

    public async Task<IActionResult> OnPostCodesAsync()
    {
        var user = await users.GetSignedInAsync(HttpContext);
        return user.TwoFactorEnabled ? await ShowNewCodesAsync(user) : new SeeOtherResult(AccountPaths.Authenticator);
    }

    public async Task<IActionResult> OnPostOffAsync()
    {
        var user = await users.GetSignedInAsync(HttpContext);
        Require(await users.SetTwoFactorEnabledAsync(user, enabled: false));

        // The app's entry is worth nothing from now on, should two-step sign-in be set up again.
        Require(await users.ResetAuthenticatorKeyAsync(user));
        TempData["Notice"] = "Two-step sign-in is off, and you are signed out everywhere. Sign in again.";
        return new SeeOtherResult(AccountPaths.SignIn);
    }

    private static void Require(Microsoft.AspNetCore.Identity.IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException($"The second factor could not be changed: {result}");
        }
    }

    private async Task<SeeOtherResult> ShowNewCodesAsync(AuthUser user)
    {
        TempData[CodesNotice] = string.Join(' ', (await users.GenerateNewTwoFactorRecoveryCodesAsync(user, RecoveryCodes))!);
        return new SeeOtherResult(AccountPaths.Authenticator);
    }

    private async Task LoadAsync(AuthUser user)
    {
        IsOn = user.TwoFactorEnabled;
        if (IsOn)
        {
            CodesLeft = await users.CountRecoveryCodesAsync(user);
            return;
        }

        if (await users.GetAuthenticatorKeyAsync(user) is null)
        {
            Require(await users.ResetAuthenticatorKeyAsync(user));
        }

        Key = new AuthenticatorKey((await users.GetAuthenticatorKeyAsync(user))!, user.UserName!, options.Value.Account.ProductName);
    }

    internal sealed class Fields
    {
        [Display(Name = "Code")]
        [Required(ErrorMessage = "Enter the code that your app shows.")]
        [StringLength(16, ErrorMessage = "A code is shorter than that.")]
        public string Code { get; set; } = "";
    }
}
