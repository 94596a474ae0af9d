using System.ComponentModel.DataAnnotations;
using AuthServer.Account;
using AuthServer.EntityFrameworkCore.Users;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Pages.Account;

/// <summary>Takes a new password from whoever holds the link of a mail, and ends all of the user's sign-ins and sessions.</summary>
internal sealed class ResetPasswordModel(AuthUserManager users, NewPasswords passwords) : PageModel
{
    private const string Changed = "Your password is changed, and you are signed out everywhere. Sign in with the new one.";
    private const string StillThere = "Your passkeys and your authenticator app are as they were: then look in your account whether all of them are yours.";

    [BindProperty(SupportsGet = true, Name = "user")]
    public Guid UserId { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Token { get; set; }

    [BindProperty]
    public Fields Input { get; set; } = new();

    public void OnGet() => ModelState.Clear();

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid || !await passwords.SatisfiesRulesAsync(new AuthUser(), Input.Password, ModelState, "Input.Password"))
        {
            return Page();
        }

        if (await users.FindByIdAsync(UserId.ToString()) is not { Disabled: false } user)
        {
            ModelState.AddModelError("", Sentences.DeadLink);
            return Page();
        }

        // Who holds the link has read the mail.
        var token = new UserLink(UserId, Token ?? "").IdentityToken;
        var result = user.EmailConfirmed
            ? await users.ResetPasswordAsync(user, token, Input.Password)
            : await users.TakeOverAsync(user, token, Input.Password);
        if (!result.Succeeded)
        {
            NewPasswords.Explain(result, ModelState, "");
            return Page();
        }

        TempData["Notice"] = user.TwoFactorEnabled || (await users.GetPasskeysAsync(user)).Count > 0 ? $"{Changed} {StillThere}" : Changed;
        return new SeeOtherResult(AccountPaths.SignIn);
    }

    internal sealed class Fields
    {
        [Display(Name = "New password")]
        [Required(ErrorMessage = "Choose a password.")]
        [StringLength(1024, ErrorMessage = "A password has at most 1024 characters.")]
        public string Password { get; set; } = "";
    }
}
