using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace AuthServer.Pages.Admin;

/// <summary>
/// A labelled field that is named by a string, with its hint and its error (those of the model state under that name):
/// <c>&lt;admin-field name="user" label="User" value="@…" /&gt;</c>. Attributes that it does not know are the control's.
/// </summary>
[HtmlTargetElement("admin-field", TagStructure = TagStructure.WithoutEndTag)]
public sealed class AdminFieldTagHelper : TagHelper
{
    public required string Name { get; set; }

    public required string Label { get; set; }

    public string Value { get; set; } = "";

    public string? Hint { get; set; }

    /// <summary>An input's type, or <c>textarea</c>.</summary>
    public string Type { get; set; } = "text";

    /// <summary>With them, it is a list to choose from.</summary>
    public IReadOnlyList<(string Value, string Text)>? Options { get; set; }

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    private string? Error => ViewContext.ModelState.TryGetValue(Name, out var entry) && entry.Errors.Count > 0 ? entry.Errors[0].ErrorMessage : null;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var control = Control();
        Describe(control, output.Attributes);
        output.Attributes.Clear();
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "field");
        output.Content.AppendHtml(Text("label", Label, ("for", Name)));
        if (Hint is not null)
        {
            output.Content.AppendHtml(Text("p", Hint, ("class", "hint"), ("id", $"{Name}-hint")));
        }

        output.Content.AppendHtml(control);
        if (Error is { } error)
        {
            output.Content.AppendHtml(Text("p", error, ("class", "error"), ("id", $"{Name}-error")));
        }
    }

    private TagBuilder Control()
    {
        if (Options is not null)
        {
            var select = new TagBuilder("select");
            foreach (var (value, text) in Options)
            {
                var option = Text("option", text, ("value", value));
                if (value == Value)
                {
                    option.MergeAttribute("selected", "selected");
                }

                select.InnerHtml.AppendHtml(option);
            }

            return select;
        }

        if (Type == "textarea")
        {
            // A line end right after the tag is not part of the text (HTML §13.1.2.5).
            return Text("textarea", "\n" + Value);
        }

        var input = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
        input.MergeAttribute("type", Type);
        if (Value.Length > 0)
        {
            input.MergeAttribute("value", Value);
        }

        return input;
    }

    private void Describe(TagBuilder control, IEnumerable<TagHelperAttribute> others)
    {
        control.MergeAttribute("id", Name);
        control.MergeAttribute("name", Name);
        foreach (var attribute in others)
        {
            control.MergeAttribute(attribute.Name, attribute.Value?.ToString() ?? "");
        }

        string[] described = [.. Hint is null ? [] : new[] { $"{Name}-hint" }, .. Error is null ? [] : new[] { $"{Name}-error" }];
        if (described.Length > 0)
        {
            control.MergeAttribute("aria-describedby", string.Join(' ', described));
        }

        if (Error is not null)
        {
            control.MergeAttribute("aria-invalid", "true");
        }
    }

    private static TagBuilder Text(string element, string text, params (string Name, string Value)[] attributes)
    {
        var tag = new TagBuilder(element);
        tag.InnerHtml.Append(text);
        foreach (var (name, value) in attributes)
        {
            tag.MergeAttribute(name, value);
        }

        return tag;
    }
}
