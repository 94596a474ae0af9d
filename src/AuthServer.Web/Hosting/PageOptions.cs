namespace AuthServer.Web.Hosting;

/// <summary>What the page must know.</summary>
internal sealed class PageOptions
{
    public const string Section = "AuthServer:Web";

    /// <summary>The origin of the API that the page calls. Required.</summary>
    public string Api { get; set; } = "";

    public static bool IsUsable(PageOptions options) => Uri.TryCreate(options.Api, UriKind.Absolute, out _);
}
