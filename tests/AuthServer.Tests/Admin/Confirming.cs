using AuthServer.Testing.Browser;
using AuthServer.Tests.Account;

namespace AuthServer.Tests.Admin;

/// <summary>How an administrator answers a page that asks before it does something.</summary>
public static class Confirming
{
    /// <summary>Goes to a page that asks, gives a reason (and what else is asked) and sends the form.</summary>
    public static async Task<Visit.Page> ConfirmAsync(this ProgrammaticBrowser browser, string address, string note, params (string Name, string Value)[] values)
    {
        var page = await browser.GoToAsync(address);
        return (await browser.SubmitAsync(page.Question(), values: [("note", note), .. values])).AsPage();
    }

    /// <summary>The form of a page that asks.</summary>
    public static HtmlForm Question(this Visit.Page page) =>
        page.Forms.LastOrDefault(form => form.Method == HttpMethod.Post) ?? throw new InvalidOperationException($"There is nothing to confirm: {page}");
}
