namespace AuthServer.Account.MySessions;

/// <summary>
/// A device's name for people, such as <c>Firefox on Windows</c>, from what it says of itself (RFC 9110 §10.1.5). A user agent says what it likes, so this is
/// a help for the memory and proof of nothing. Every part of a name is from this file: nothing of the user agent is repeated.
/// </summary>
public static class DeviceName
{
    public const string Unknown = "Unknown device";

    private const string SomeBrowser = "A browser";

    /// <summary>Browsers that are built upon another say its name too, and so come first.</summary>
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("Edg/", "Edge"), ("EdgA/", "Edge"), ("EdgiOS/", "Edge"), ("Edge/", "Edge"),
        ("OPR/", "Opera"), ("OPT/", "Opera"), ("OPiOS/", "Opera"), ("Opera", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Vivaldi/", "Vivaldi"), ("YaBrowser/", "Yandex Browser"), ("DuckDuckGo/", "DuckDuckGo"), ("Ddg/", "DuckDuckGo"),
        ("FxiOS/", "Firefox"), ("Firefox/", "Firefox"),
        ("CriOS/", "Chrome"), ("HeadlessChrome/", "Chrome"), ("Chrome/", "Chrome"), ("Chromium/", "Chrome"),
        ("MSIE ", "Internet Explorer"), ("Trident/", "Internet Explorer"),
    ];

    /// <summary>Phones and tablets say the name of what their system is made of too, and so come first.</summary>
    private static readonly (string Mark, string Name, DeviceKind Kind)[] Systems =
    [
        ("Windows Phone", "Windows Phone", DeviceKind.Phone),
        ("iPhone", "iPhone", DeviceKind.Phone), ("iPod", "iPod", DeviceKind.Phone), ("iPad", "iPad", DeviceKind.Tablet),
        ("Tizen", "a TV", DeviceKind.Unknown), ("Web0S", "a TV", DeviceKind.Unknown),
        ("Android", "Android", DeviceKind.Tablet),
        ("CrOS", "ChromeOS", DeviceKind.Computer),
        ("Windows", "Windows", DeviceKind.Computer),
        ("Macintosh", "macOS", DeviceKind.Computer),
        ("Linux", "Linux", DeviceKind.Computer), ("X11", "Linux", DeviceKind.Computer),
    ];

    private static readonly (string Mark, string Name)[] Programs =
    [
        ("curl/", "curl"), ("Wget/", "Wget"), ("PostmanRuntime/", "Postman"),
        ("okhttp/", "App using okhttp"), ("Dart/", "App using Dart"), ("Dalvik/", "App on Android"), ("CFNetwork/", "App on an Apple device"),
        ("python-requests/", "Script using Python"), ("Python-urllib/", "Script using Python"), ("python-httpx/", "Script using Python"), ("aiohttp/", "Script using Python"),
        (".NET", "App using .NET"), ("dotnet", "App using .NET"),
        ("Go-http-client/", "App using Go"), ("Java-http-client/", "App using Java"), ("Apache-HttpClient/", "App using Java"), ("axios/", "App using Node.js"),
    ];

    /// <summary>The name, or <see cref="Unknown"/>.</summary>
    public static string Of(string? userAgent)
    {
        if (string.IsNullOrWhiteSpace(userAgent))
        {
            return Unknown;
        }

        if (!IsBrowser(userAgent))
        {
            return Programs.FirstOrDefault(program => Says(userAgent, program.Mark)).Name ?? Unknown;
        }

        var system = SystemOf(userAgent).Name;
        var browser = BrowserOf(userAgent, system);
        return (browser, system) switch
        {
            (null, null) => Unknown,
            (_, null) => browser,
            (null, _) => $"{(IsAppOnApple(userAgent, system) ? "App" : SomeBrowser)} on {system}",
            _ => $"{browser} on {system}",
        };
    }

    public static DeviceKind KindOf(string? userAgent)
    {
        if (string.IsNullOrWhiteSpace(userAgent))
        {
            return DeviceKind.Unknown;
        }

        if (!IsBrowser(userAgent))
        {
            return Of(userAgent) == Unknown ? DeviceKind.Unknown : DeviceKind.Program;
        }

        // Of two that run Android, the one that fits a hand says so.
        return SystemOf(userAgent) is { Name: "Android" } && Says(userAgent, "Mobile") ? DeviceKind.Phone : SystemOf(userAgent).Kind;
    }

    private static bool IsBrowser(string userAgent) =>
        userAgent.StartsWith("Mozilla/", StringComparison.OrdinalIgnoreCase) || userAgent.StartsWith("Opera/", StringComparison.OrdinalIgnoreCase);

    private static (string Mark, string Name, DeviceKind Kind) SystemOf(string userAgent) => Systems.FirstOrDefault(system => Says(userAgent, system.Mark));

    // Nearly all browsers say "Safari"; on devices of its maker it may be meant.
    private static string? BrowserOf(string userAgent, string? system) =>
        Browsers.FirstOrDefault(browser => Says(userAgent, browser.Mark)).Name
            ?? (IsApple(system) && Says(userAgent, "Safari/") ? "Safari" : null);

    // What an app shows inside itself there calls itself like the browser, but for its name.
    private static bool IsAppOnApple(string userAgent, string? system) => IsApple(system) && Says(userAgent, "AppleWebKit/");

    private static bool IsApple(string? system) => system is "iPhone" or "iPad" or "iPod" or "macOS";

    private static bool Says(string userAgent, string mark) => userAgent.Contains(mark, StringComparison.OrdinalIgnoreCase);
}
