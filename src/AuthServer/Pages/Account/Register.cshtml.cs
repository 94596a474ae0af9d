using System.ComponentModel.DataAnnotations;
using AuthServer.Account;
using AuthServer.Configuration;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace AuthServer.Pages.Account;

/// <summary>
/// Makes an account, to be confirmed by mail. Whether the address has one already is answered to the address alone: the page costs one hash and says the same.
/// </summary>
internal sealed class RegisterModel(NewPasswords passwords, MailRequests queue, MailLimit limit, IOptions<AuthServerOptions> options) : PageModel
{
    [BindProperty]
    public Fields Input { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public bool Sent { get; set; }

    private bool IsOpen => options.Value.Account.Registration;

    public async Task<IActionResult> OnGetAsync()
    {
        ModelState.Clear();
        return IsOpen ? Page() : await NotFoundPageAsync();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!IsOpen)
        {
            return await NotFoundPageAsync();
        }

        if (!ModelState.IsValid || !await passwords.SatisfiesRulesAsync(new AuthUser(), Input.Password, ModelState, "Input.Password"))
        {
            return Page();
        }

        if (!limit.Admits(HttpContext))
        {
            Response.StatusCode = StatusCodes.Status429TooManyRequests;
            ModelState.AddModelError("", Sentences.TooManyMails);
            return Page();
        }

        var hash = await passwords.HashAsync(Input.Password, cancellationToken);
        if (hash is null || !queue.TryAdd(new MailRequest.Registration(Input.Email, hash)))
        {
            Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            ModelState.AddModelError("", Sentences.Busy);
            return Page();
        }

        return new SeeOtherResult($"{AccountPaths.Register}?sent=true");
    }

    private async Task<IActionResult> NotFoundPageAsync()
    {
        await ErrorPage.NotFound.ExecuteAsync(HttpContext);
        return new EmptyResult();
    }

    internal sealed class Fields
    {
        [Display(Name = "E-mail address")]
        [Required(ErrorMessage = "Enter your e-mail address.")]
        [EmailAddress(ErrorMessage = "Enter an e-mail address, such as you@example.com.")]
        [StringLength(256, ErrorMessage = "An e-mail address has at most 256 characters.")]
        public string Email { get; set; } = "";

        [Display(Name = "Password")]
        [Required(ErrorMessage = "Choose a password.")]
        [StringLength(1024, ErrorMessage = "A password has at most 1024 characters.")]
        public string Password { get; set; } = "";
    }
}
