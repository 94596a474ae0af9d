using System.Net;
using System.Text.RegularExpressions;

namespace AuthServer.Testing.Browser;

/// <summary>A form of a page as a browser would send it: what is filled in already, hidden fields included, and the buttons that send it.</summary>
public sealed partial record HtmlForm(Uri Action, HttpMethod Method, IReadOnlyList<HtmlField> Fields, IReadOnlyList<HtmlField> Buttons)
{
    public bool Has(string field) => Fields.Any(candidate => candidate.Name == field);

    /// <summary>The forms of our own pages that a user sees; markup that those do not use (forms in comments, unclosed elements) is not understood.</summary>
    public static IReadOnlyList<HtmlForm> In(string html, Uri address) =>
    [
        .. FormElement().Matches(html)
            .Select(form => (Attributes: Attributes(form.Groups["attributes"].Value), form))
            .Where(form => !form.Attributes.ContainsKey("hidden"))
            .Select(form => Read(form.form, form.Attributes, address)),
    ];

    private static HtmlForm Read(Match form, Dictionary<string, string> attributes, Uri address)
    {
        var action = attributes.GetValueOrDefault("action") is { Length: > 0 } written ? new Uri(address, written) : address;
        var method = string.Equals(attributes.GetValueOrDefault("method"), "post", StringComparison.OrdinalIgnoreCase) ? HttpMethod.Post : HttpMethod.Get;
        var controls = Control().Matches(form.Groups["content"].Value).Select(control => (
            Element: control.Groups["element"].Value.ToLowerInvariant(),
            Attributes: Attributes(control.Groups["attributes"].Value),
            Content: control.Groups["content"].Value)).ToList();
        return new HtmlForm(
            action,
            method,
            [.. controls.Where(control => control.Element != "button" && IsSent(control.Attributes)).Select(control => Field(control.Attributes, ValueOf(control.Element, control.Attributes, control.Content)))],
            [.. controls.Where(control => IsButton(control.Element, control.Attributes)).Select(control => Field(control.Attributes, control.Attributes.GetValueOrDefault("value")))]);
    }

    /// <summary>What is filled in; null when the control has no value of its own. A line break right behind a text area's tag is none of its text.</summary>
    private static string? ValueOf(string element, Dictionary<string, string> attributes, string content) => element switch
    {
        "textarea" => WebUtility.HtmlDecode(LeadingBreak().Replace(content, "")),
        "select" => Chosen([.. OptionElement().Matches(content).Select(option => Attributes(option.Groups["attributes"].Value))]),
        _ => attributes.GetValueOrDefault("value"),
    };

    private static string? Chosen(List<Dictionary<string, string>> options) =>
        (options.Find(option => option.ContainsKey("selected")) ?? (options is [var first, ..] ? first : null))?.GetValueOrDefault("value");

    private static bool IsSent(Dictionary<string, string> attributes) => attributes.ContainsKey("name") && attributes.GetValueOrDefault("type") switch
    {
        "submit" or "button" or "reset" or "image" => false,
        "checkbox" or "radio" => attributes.ContainsKey("checked"),
        _ => !attributes.ContainsKey("disabled"),
    };

    private static bool IsButton(string element, Dictionary<string, string> attributes) => attributes.GetValueOrDefault("type") switch
    {
        "submit" => true,
        null => element == "button",
        _ => false,
    };

    private static HtmlField Field(Dictionary<string, string> attributes, string? value) => new(
        attributes.GetValueOrDefault("name", ""),
        value ?? (attributes.GetValueOrDefault("type") is "checkbox" or "radio" ? "on" : ""));

    private static Dictionary<string, string> Attributes(string text) => Attribute().Matches(text)
        .GroupBy(attribute => attribute.Groups["name"].Value, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(named => named.Key, named => WebUtility.HtmlDecode(named.First().Groups["value"].Value), StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex("""<form\b(?<attributes>[^>]*)>(?<content>.*?)</form>""", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex FormElement();

    [GeneratedRegex(
        """<(?<element>input|button)\b(?<attributes>(?:"[^"]*"|'[^']*'|[^'">])*)>|<(?<element>textarea|select)\b(?<attributes>(?:"[^"]*"|'[^']*'|[^'">])*)>(?<content>.*?)</\k<element>>""",
        RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Control();

    [GeneratedRegex("""<option\b(?<attributes>(?:"[^"]*"|'[^']*'|[^'">])*)>""", RegexOptions.IgnoreCase)]
    private static partial Regex OptionElement();

    [GeneratedRegex("""^\r?\n""")]
    private static partial Regex LeadingBreak();

    [GeneratedRegex("""(?<name>[^\s"'<>/=]+)(?:\s*=\s*(?:"(?<value>[^"]*)"|'(?<value>[^']*)'|(?<value>[^\s"'=<>`]+)))?""")]
    private static partial Regex Attribute();
}
