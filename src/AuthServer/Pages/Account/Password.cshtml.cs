using System.ComponentModel.DataAnnotations;
using AuthServer.Account;
using AuthServer.EntityFrameworkCore.Users;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Pages.Account;

/// <summary>Changes one's password. Everything else that is signed in ends; this browser stays.</summary>
[Authorize]
[RecentSignIn]
internal sealed class PasswordModel(AuthUserManager users, PasswordChecks checks, NewPasswords passwords) : PageModel
{
    private const string NewPasswordField = "Input.NewPassword";

    [BindProperty]
    public Fields Input { get; set; } = new();

    public string? UserName { get; private set; }

    public async Task OnGetAsync()
    {
        ModelState.Clear();
        UserName = (await users.GetSignedInAsync(HttpContext)).UserName;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var user = await users.GetSignedInAsync(HttpContext);
        UserName = user.UserName;
        if (!ModelState.IsValid || !await passwords.SatisfiesRulesAsync(user, Input.NewPassword, ModelState, NewPasswordField))
        {
            return Page();
        }

        // Counted and limited like any other check of a password.
        if (await checks.CheckAsync(user.UserName!, Input.Current, SecondFactorRule.Ask, HttpContext.Caller(), cancellationToken) is not PasswordCheckOutcome.Right)
        {
            ModelState.AddModelError("Input.Current", "This is not your password, or the account is locked for now.");
            return Page();
        }

        var kept = (await HttpContext.FindSignInAsync())!.SignIn.Id;
        var result = await users.ChangePasswordAsync(user, Input.Current, Input.NewPassword, kept);
        if (!result.Succeeded)
        {
            NewPasswords.Explain(result, ModelState, NewPasswordField);
            return Page();
        }

        TempData["Notice"] = "Your password is changed. All other browsers and apps are signed out.";
        return new SeeOtherResult(AccountPaths.Home);
    }

    internal sealed class Fields
    {
        [Display(Name = "Current password")]
        [Required(ErrorMessage = "Enter your current password.")]
        [StringLength(1024, ErrorMessage = "A password has at most 1024 characters.")]
        public string Current { get; set; } = "";

        [Display(Name = "New password")]
        [Required(ErrorMessage = "Choose a new password.")]
        [StringLength(1024, ErrorMessage = "A password has at most 1024 characters.")]
        public string NewPassword { get; set; } = "";
    }
}
