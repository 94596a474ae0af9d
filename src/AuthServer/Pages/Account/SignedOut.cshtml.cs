using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Pages.Account;

/// <summary>Says that the browser is signed out.</summary>
internal sealed class SignedOutModel : PageModel;
