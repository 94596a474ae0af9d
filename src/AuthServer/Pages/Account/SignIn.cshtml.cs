using System.ComponentModel.DataAnnotations;
using AuthServer.Account;
using AuthServer.Core.SignIns;
using AuthServer.Core.Users;
using AuthServer.Email;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Pages.Account;

/// <summary>Sign-in by password or passkey: for somebody new, for the same user again, or for a user who needs a second factor.</summary>
[PostsToClients]
internal sealed class SignInModel(
    PasswordChecks passwords,
    PasswordLinks passwordLinks,
    BrowserSignIns signIns,
    SecondFactorStep secondFactor,
    PasskeyCeremonies passkeys,
    AuthUserManager users,
    IEmailTransport mail) : PageModel
{
    /// <summary>What the page asks for.</summary>
    public enum Question
    {
        Credentials,

        /// <summary>Of the user who is signed in, and nobody else.</summary>
        CredentialsAgain,

        /// <summary>A passkey, as the only second factor that the user has.</summary>
        Passkey,

        /// <summary>Nothing: the user must set a second factor up first.</summary>
        SecondFactorMissing,
    }

    [BindProperty]
    public Fields Input { get; set; } = new();

    [BindProperty(SupportsGet = true, Name = AccountPaths.ReturnUrl)]
    public string? ReturnUrl { get; set; }

    [BindProperty(SupportsGet = true, Name = AccountPaths.Acr)]
    public string? Acr { get; set; }

    [BindProperty(SupportsGet = true, Name = AccountPaths.Reauthenticate)]
    public bool Reauthenticate { get; set; }

    /// <summary>Whom the client expects; the person may be somebody else.</summary>
    [BindProperty(SupportsGet = true, Name = AccountPaths.LoginHint)]
    public string? LoginHint { get; set; }

    [BindProperty]
    public string? Credential { get; set; }

    public Question Asks { get; private set; }

    /// <summary>The user who is signed in and stays so, or null.</summary>
    public string? FixedUserName { get; private set; }

    public bool CanSendMail => mail.IsAvailable;

    public SignInRequest Wanted => new(LocalUrl.Or(ReturnUrl), Acr, Reauthenticate);

    public async Task<IActionResult> OnGetAsync()
    {
        ModelState.Clear();
        Input.UserName = LoginHint ?? "";
        return await HttpContext.FindSignInAsync() is { } current ? await GoOnAsync(current) : Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await FixUserAsync();
        if (FixedUserName is null ? !ModelState.IsValid : string.IsNullOrEmpty(Input.Password))
        {
            return Page();
        }

        switch (await passwords.CheckAsync(FixedUserName ?? Input.UserName, Input.Password, SecondFactorRule.Ask, HttpContext.Caller(), cancellationToken))
        {
            case PasswordCheckOutcome.Right { User.MustChangePassword: true } right:
                TempData["Notice"] = "This password was made for you. Choose one that only you know, then sign in with it.";
                return new SeeOtherResult(await passwordLinks.PathAsync(right.User));
            case PasswordCheckOutcome.Right { SecondFactorFollows: true } right:
                secondFactor.Begin(HttpContext, right.User, Input.RememberMe);
                return new SeeOtherResult(Wanted.At(AccountPaths.SecondFactor));
            case PasswordCheckOutcome.Right right when await signIns.SignInAsync(HttpContext, right.User, AuthenticationContext.Password, Input.RememberMe):
                return new SeeOtherResult(Wanted.ReturnUrl);
            case PasswordCheckOutcome.Busy:
                Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return Again(Sentences.Busy);
            default:
                return Again(Sentences.NotSignedIn);
        }
    }

    /// <summary>For the script: what the browser is to ask its authenticator for.</summary>
    public async Task<IActionResult> OnPostPasskeyOptionsAsync()
    {
        var current = await HttpContext.FindSignInAsync();
        var user = current is null ? null : await users.FindByIdAsync(current.SignIn.UserId.ToString());
        return Content(await passkeys.BeginSignInAsync(HttpContext, user), "application/json");
    }

    public async Task<IActionResult> OnPostPasskeyAsync()
    {
        ModelState.Clear();
        var current = await HttpContext.FindSignInAsync();
        await FixUserAsync();
        if (string.IsNullOrEmpty(Credential)
            || await passkeys.FinishSignInAsync(HttpContext, Credential) is not { } user
            || (current is not null && current.SignIn.UserId.Value != user.Id)
            || !await signIns.SignInAsync(HttpContext, user, AuthenticationContext.VerifiedPasskey, Input.RememberMe))
        {
            return Again(Sentences.PasskeyRefused);
        }

        return new SeeOtherResult(Wanted.ReturnUrl);
    }

    private async Task<IActionResult> GoOnAsync(CurrentSignIn current)
    {
        if (Wanted.Reauthenticate)
        {
            await FixUserAsync();
            return Page();
        }

        return Wanted.NeedsTwoFactors && current.SignIn.Acr != AuthenticationContexts.TwoFactors
            ? await AskForSecondFactorAsync(current)
            : new SeeOtherResult(Wanted.ReturnUrl);
    }

    private async Task<IActionResult> AskForSecondFactorAsync(CurrentSignIn current)
    {
        // A live sign-in has a user.
        var user = (await users.FindByIdAsync(current.SignIn.UserId.ToString()))!;
        if (user.TwoFactorEnabled)
        {
            // The password was shown at sign-in, and the sign-in is live.
            secondFactor.Begin(HttpContext, user, current.IsPersistent);
            return new SeeOtherResult(Wanted.At(AccountPaths.SecondFactor));
        }

        FixedUserName = user.UserName;
        Asks = (await users.GetPasskeysAsync(user)).Count > 0 ? Question.Passkey : Question.SecondFactorMissing;
        return Page();
    }

    private async Task FixUserAsync()
    {
        if (await HttpContext.FindSignInAsync() is { } current && await users.FindByIdAsync(current.SignIn.UserId.ToString()) is { } user)
        {
            (FixedUserName, Asks) = (user.UserName, Question.CredentialsAgain);
        }
    }

    private PageResult Again(string sentence)
    {
        ModelState.AddModelError("", sentence);
        return Page();
    }

    internal sealed class Fields
    {
        [Display(Name = "E-mail address")]
        [Required(ErrorMessage = "Enter your e-mail address.")]
        [StringLength(256, ErrorMessage = "An e-mail address has at most 256 characters.")]
        public string UserName { get; set; } = "";

        [Display(Name = "Password")]
        [Required(ErrorMessage = "Enter your password.")]
        [StringLength(1024, ErrorMessage = "A password has at most 1024 characters.")]
        public string Password { get; set; } = "";

        public bool RememberMe { get; set; }
    }
}
