using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace AuthServer.Testing.Browser;

/// <summary>Where a <see cref="ProgrammaticBrowser"/> stands after a step: at a page of the server, or on its way to a client.</summary>
public abstract partial record Visit
{
    private Visit()
    {
    }

    /// <exception cref="InvalidOperationException">The browser stands elsewhere; the message says where, in the page's own words.</exception>
    public Page AsPage() => this as Page ?? throw new InvalidOperationException($"The browser is not at a page: {this}");

    /// <exception cref="InvalidOperationException">The browser stands elsewhere; the message says where, in the page's own words.</exception>
    public AtClient AsReturn() => this as AtClient ?? throw new InvalidOperationException($"The browser has not come back to the client: {this}");

    /// <summary>A page of the server, redirects followed.</summary>
    public sealed partial record Page(Uri Address, HttpStatusCode Status, HttpResponseHeaders Headers, string Html) : Visit
    {
        /// <summary>What the page asks: the forms of its main element, if it has one, since navigation may have others.</summary>
        public IReadOnlyList<HtmlForm> Forms { get; } = HtmlForm.In(Main().Match(Html) is { Success: true } main ? main.Value : Html, Address);

        public HtmlForm? FormWith(string field) => Forms.FirstOrDefault(form => form.Has(field));

        public override string ToString() => $"{(int)Status} {Address.PathAndQuery}: {Words()}";

        private string Words() => WebUtility.HtmlDecode(Space().Replace(Markup().Replace(Html, " "), " ")).Trim();

        [GeneratedRegex("""<main\b.*</main>""", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
        private static partial Regex Main();

        [GeneratedRegex("""<(script|style|head)\b.*?</\1>|<[^>]*>""", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
        private static partial Regex Markup();

        [GeneratedRegex("""\s+""")]
        private static partial Regex Space();
    }

    /// <summary>What the client receives: by its redirect URI's query or fragment, or posted by a form (<c>response_mode=form_post</c>).</summary>
    public sealed record AtClient(Uri Address, IReadOnlyDictionary<string, string> Parameters) : Visit
    {
        public string? Code => Parameters.GetValueOrDefault("code");

        public string? Error => Parameters.GetValueOrDefault("error");

        public override string ToString() => $"{Address.GetLeftPart(UriPartial.Path)} with {string.Join(", ", Parameters.Keys)} {Error}";
    }
}
