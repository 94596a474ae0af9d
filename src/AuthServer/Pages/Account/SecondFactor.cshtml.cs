using System.ComponentModel.DataAnnotations;
using AuthServer.Account;
using AuthServer.Core.SignIns;
using AuthServer.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Pages.Account;

/// <summary>The second step of a sign-in: the code of an authenticator app.</summary>
[PostsToClients]
internal sealed class SecondFactorModel(SecondFactors factors, SecondFactorStep step, BrowserSignIns signIns) : PageModel
{
    [BindProperty]
    public Fields Input { get; set; } = new();

    [BindProperty(SupportsGet = true, Name = AccountPaths.ReturnUrl)]
    public string? ReturnUrl { get; set; }

    public SignInRequest Wanted => new(LocalUrl.Or(ReturnUrl), Acr: null, Reauthenticate: false);

    public IActionResult OnGet()
    {
        ModelState.Clear();
        return step.Find(HttpContext) is null ? FromTheStart() : Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid)
        {
            return Page();
        }

        switch (await factors.CheckCodeAsync(HttpContext, Input.Code))
        {
            case SecondFactorOutcome.Right right when await signIns.SignInAsync(HttpContext, right.User, AuthenticationContext.PasswordAndCode, right.Remember):
                return new SeeOtherResult(Wanted.ReturnUrl);
            case SecondFactorOutcome.Refused:
                ModelState.AddModelError("", Sentences.WrongCode);
                return Page();
            default:
                return FromTheStart();
        }
    }

    private SeeOtherResult FromTheStart() => new(AccountPaths.SignInAt(Wanted.ReturnUrl));

    internal sealed class Fields
    {
        [Display(Name = "Code")]
        [Required(ErrorMessage = "Enter the code that your app shows.")]
        [StringLength(16, ErrorMessage = "A code is shorter than that.")]
        public string Code { get; set; } = "";
    }
}
