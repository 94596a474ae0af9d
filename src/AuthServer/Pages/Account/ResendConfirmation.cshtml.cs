using System.ComponentModel.DataAnnotations;
using AuthServer.Account;
using AuthServer.Email;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Pages.Account;

/// <summary>Sends the link again that confirms an address, if there is such an account; says the same either way.</summary>
internal sealed class ResendConfirmationModel(MailRequests queue, MailLimit limit, IEmailTransport mail) : PageModel
{
    [BindProperty]
    public Fields Input { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public bool Sent { get; set; }

    public bool CanSendMail => mail.IsAvailable;

    public void OnGet() => ModelState.Clear();

    public IActionResult OnPost()
    {
        if (!ModelState.IsValid)
        {
            return Page();
        }

        if (!limit.Admits(HttpContext))
        {
            Response.StatusCode = StatusCodes.Status429TooManyRequests;
            ModelState.AddModelError("", Sentences.TooManyMails);
            return Page();
        }

        if (!queue.TryAdd(new MailRequest.Confirmation(Input.Email)))
        {
            Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            ModelState.AddModelError("", Sentences.Busy);
            return Page();
        }

        return new SeeOtherResult($"{AccountPaths.ResendConfirmation}?sent=true");
    }

    internal sealed class Fields
    {
        [Display(Name = "E-mail address")]
        [Required(ErrorMessage = "Enter your e-mail address.")]
        [EmailAddress(ErrorMessage = "Enter an e-mail address, such as you@example.com.")]
        [StringLength(256, ErrorMessage = "An e-mail address has at most 256 characters.")]
        public string Email { get; set; } = "";
    }
}
