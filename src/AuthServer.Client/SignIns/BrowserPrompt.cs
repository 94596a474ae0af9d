namespace AuthServer.Client.SignIns;

/// <summary>How a sign-in with the browser goes.</summary>
public sealed class BrowserPrompt
{
    /// <summary>Shows the address to the user; by default in the system's browser (RFC 8252 §6), never in a view of the application's own (§8.12).</summary>
    public Func<Uri, CancellationToken, Task> OpenAsync { get; init; } = SystemBrowser.OpenAsync;

    /// <summary>The path of the redirect URI that is registered for the client; the port is whichever is free (RFC 8252 §7.3).</summary>
    public string CallbackPath { get; init; } = "/callback";

    /// <summary>Further parameters of the authorization request, such as <c>prompt</c> or <c>login_hint</c>.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>How long the user may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>What the user reads in the browser at the end; plain text.</summary>
    public string DoneText { get; init; } = "You can close this window and return to the application.";
}
