namespace AuthServer.Testing.Browser;

/// <summary>A name and a value that a form sends; a button without a name sends nothing.</summary>
public sealed record HtmlField(string Name, string Value);
