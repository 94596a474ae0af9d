using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace AuthServer.Pages.TagHelpers;

/// <summary>
/// A labelled input with its hint and its error, tied together for screen readers: <c>&lt;field for="Input.UserName" type="email" autocomplete="username" /&gt;</c>.
/// Attributes that it does not know are the input's.
/// </summary>
[HtmlTargetElement("field", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FieldTagHelper : TagHelper
{
    [HtmlAttributeName("for")]
    public required ModelExpression For { get; set; }

    public string Type { get; set; } = "text";

    /// <summary>Shown under the label.</summary>
    public string? Hint { get; set; }

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    private string Id => For.Name.Replace('.', '_');

    private string? Error => ViewContext.ModelState.TryGetValue(For.Name, out var entry) && entry.Errors.Count > 0 ? entry.Errors[0].ErrorMessage : null;

    // A password is never sent back.
    private string? Value => Type == "password" ? null : ViewContext.ModelState.GetValueOrDefault(For.Name)?.AttemptedValue ?? For.Model?.ToString();

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var input = Input(output.Attributes);
        output.Attributes.Clear();
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "field");
        output.Content.AppendHtml(Text("label", For.Metadata.DisplayName ?? For.Metadata.Name!, ("for", Id)));
        if (Hint is not null)
        {
            output.Content.AppendHtml(Text("p", Hint, ("class", "hint"), ("id", $"{Id}-hint")));
        }

        output.Content.AppendHtml(input);
        if (Error is { } error)
        {
            output.Content.AppendHtml(Text("p", error, ("class", "error"), ("id", $"{Id}-error")));
        }
    }

    private TagBuilder Input(IEnumerable<TagHelperAttribute> others)
    {
        var input = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
        input.MergeAttribute("id", Id);
        input.MergeAttribute("name", For.Name);
        input.MergeAttribute("type", Type);
        foreach (var attribute in others)
        {
            input.MergeAttribute(attribute.Name, attribute.Value?.ToString() ?? "");
        }

        if (Value is { Length: > 0 } value)
        {
            input.MergeAttribute("value", value);
        }

        if (For.Metadata.IsRequired)
        {
            input.MergeAttribute("required", "required");
        }

        string[] described = [.. Hint is null ? [] : new[] { $"{Id}-hint" }, .. Error is null ? [] : new[] { $"{Id}-error" }];
        if (described.Length > 0)
        {
            input.MergeAttribute("aria-describedby", string.Join(' ', described));
        }

        if (Error is not null)
        {
            input.MergeAttribute("aria-invalid", "true");
        }

        return input;
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
