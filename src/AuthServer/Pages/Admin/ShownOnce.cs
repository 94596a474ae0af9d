using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Pages.Admin;

/// <summary>Secrets on their way to the page that shows them once. They are kept by its address, so that no other page can show them as its own.</summary>
internal static class ShownOnce
{
    public static void ShowOnceAt(this PageModel page, string address, string? secret) => page.TempData[address] = secret;

    public static string? ShownOnceAt(this PageModel page, string address) => page.TempData[address] as string;
}
