using Microsoft.Playwright;

namespace AuthServer.Testing.Chromium;

/// <summary>Debian's Chromium in the build that has no window, and takes half the time of the other; driven by Playwright. Nothing is downloaded.</summary>
internal sealed class ChromiumProcess : IAsyncDisposable
{
    /// <summary>Names another Chromium than Debian's.</summary>
    private const string PathVariable = "AUTHSERVER_TEST_CHROMIUM";

    // It runs as root in a container, has no graphics card, and talks to nobody but the test's own servers.
    private static readonly string[] Arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync",
    ];

    private readonly IPlaywright _playwright;

    private ChromiumProcess(IPlaywright playwright, IBrowser browser) => (_playwright, Browser) = (playwright, browser);

    public IBrowser Browser { get; }

    public static async Task<ChromiumProcess> StartAsync()
    {
        var path = Environment.GetEnvironmentVariable(PathVariable) is { Length: > 0 } configured ? configured : "/usr/bin/chromium-headless-shell";
        if (!File.Exists(path))
        {
            throw new InvalidOperationException($"There is no Chromium at {path}; `./dev test` installs Debian's, and {PathVariable} names another.");
        }

        var playwright = await Playwright.CreateAsync();
        try
        {
            return new ChromiumProcess(playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Headless = true, Args = Arguments }));
        }
        catch
        {
            playwright.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright.Dispose();
    }
}
