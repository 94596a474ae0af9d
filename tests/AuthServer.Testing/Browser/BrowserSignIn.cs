namespace AuthServer.Testing.Browser;

/// <summary>What a user does who wants what the client wants: signs in when asked, and consents.</summary>
public static class BrowserSignIn
{
    public const string UserNameField = "Input.UserName";
    public const string PasswordField = "Input.Password";

    // Sign-in, consent and the page that posts to the client; anything beyond goes round in circles.
    private const int MostPages = 4;

    /// <summary>Goes to the authorization URL and on until the browser is sent back to the client, with a code or an error.</summary>
    /// <exception cref="InvalidOperationException">It ended at a page; the message has the page's own words.</exception>
    public static async Task<Visit.AtClient> AuthorizeAsync(this ProgrammaticBrowser browser, string authorizationUrl, string userName, string password)
    {
        var visit = await browser.OpenAsync(authorizationUrl);
        for (var pages = 0; pages < MostPages && visit is Visit.Page page; pages++)
        {
            visit = await AnswerAsync(browser, page, userName, password);
        }

        return visit.AsReturn();
    }

    /// <summary>Sends the sign-in form of a page.</summary>
    public static Task<Visit> SignInAsync(this ProgrammaticBrowser browser, Visit.Page page, string userName, string password) =>
        browser.SubmitAsync(
            page.FormWith(PasswordField) ?? throw new InvalidOperationException($"There is no sign-in form: {page}"),
            values: [(UserNameField, userName), (PasswordField, password)]);

    private static async Task<Visit> AnswerAsync(ProgrammaticBrowser browser, Visit.Page page, string userName, string password)
    {
        if (page.FormWith(PasswordField) is not null)
        {
            return await browser.SignInAsync(page, userName, password);
        }

        // The first button of a consent form is the one that consents.
        var form = page.Forms is [.., var last] ? last : throw new InvalidOperationException($"The page asks nothing: {page}");
        return await browser.SubmitAsync(form, form.Buttons is [var first, ..] ? first : null);
    }
}
