namespace AuthServer.Testing.Browser;

/// <summary>What a user does who wants what the client wants: signs in when asked, and says yes to everything else.</summary>
public static class BrowserSignIn
{
    public const string UserNameField = "Input.UserName";
    public const string PasswordField = "Input.Password";

    // Sign-in, consent, a confirmation and the page that posts to the client; anything beyond goes round in circles.
    private const int MostPages = 5;

    /// <summary>Goes to the authorization URL and on until the browser is sent back to the client, with a code or an error.</summary>
    /// <param name="press">Which of a question's buttons: the first, which consents, unless said otherwise.</param>
    /// <exception cref="InvalidOperationException">It ended at a page; the message has the page's own words.</exception>
    public static async Task<Visit.AtClient> AuthorizeAsync(
        this ProgrammaticBrowser browser, string authorizationUrl, string userName, string password, Func<HtmlForm, HtmlField?>? press = null) =>
        (await browser.AnswerAsync(authorizationUrl, userName, password, press)).AsReturn();

    /// <summary>Goes to an address and answers whatever is asked there, until nothing is asked any more or the browser leaves for a client.</summary>
    public static async Task<Visit> AnswerAsync(
        this ProgrammaticBrowser browser, string address, string userName, string password, Func<HtmlForm, HtmlField?>? press = null)
    {
        var visit = await browser.OpenAsync(address);
        for (var pages = 0; pages < MostPages && visit is Visit.Page { Forms: [.., var last] } page; pages++)
        {
            visit = page.FormWith(PasswordField) is not null
                ? await browser.SignInAsync(page, userName, password)
                : await browser.SubmitAsync(last, (press ?? First)(last));
        }

        return visit;
    }

    /// <summary>Sends the sign-in form of a page.</summary>
    public static Task<Visit> SignInAsync(this ProgrammaticBrowser browser, Visit.Page page, string userName, string password) =>
        browser.SubmitAsync(
            page.FormWith(PasswordField) ?? throw new InvalidOperationException($"There is no sign-in form: {page}"),
            values: [(UserNameField, userName), (PasswordField, password)]);

    private static HtmlField? First(HtmlForm form) => form.Buttons is [var first, ..] ? first : null;
}
