using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Pages.Device;

/// <summary>Says what became of the user's answer to a device.</summary>
internal sealed class ResultModel : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Answer { get; set; } = "";

    public bool IsAllowed => Answer == "allowed";
}
