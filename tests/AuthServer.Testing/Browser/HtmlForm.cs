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
            Element: control.Groups["element"].Value,
            Attributes: Attributes(control.Groups["attributes"].Value))).ToList();
        return new HtmlForm(
            action,
            method,
            [.. controls.Where(control => control.Element != "button" && IsSent(control.Attributes)).Select(control => Field(control.Attributes))],
            [.. controls.Where(control => IsButton(control.Element, control.Attributes)).Select(control => Field(control.Attributes))]);
    }

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

    private static HtmlField Field(Dictionary<string, string> attributes) => new(
        attributes.GetValueOrDefault("name", ""),
        attributes.GetValueOrDefault("value") ?? (attributes.GetValueOrDefault("type") is "checkbox" or "radio" ? "on" : ""));

    private static Dictionary<string, string> Attributes(string text) => Attribute().Matches(text)
        .GroupBy(attribute => attribute.Groups["name"].Value, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(named => named.Key, named => WebUtility.HtmlDecode(named.First().Groups["value"].Value), StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex("""<form\b(?<attributes>[^>]*)>(?<content>.*?)</form>""", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex FormElement();

    [GeneratedRegex("""<(?<element>input|button)\b(?<attributes>(?:"[^"]*"|'[^']*'|[^'">])*)>""", RegexOptions.IgnoreCase)]
    private static partial Regex Control();

    [GeneratedRegex("""(?<name>[^\s"'<>/=]+)(?:\s*=\s*(?:"(?<value>[^"]*)"|'(?<value>[^']*)'|(?<value>[^\s"'=<>`]+)))?""")]
    private static partial Regex Attribute();
}
