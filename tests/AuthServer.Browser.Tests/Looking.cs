using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using FluentAssertions;
using Microsoft.Playwright;

namespace AuthServer.Browser.Tests;

/// <summary>Looks at a page as a person would: with a screen reader's eyes, on a phone and on a desk, by day and by night.</summary>
public static partial class Looking
{
    private static readonly (string Name, int Width, int Height, ColorScheme[] Schemes)[] Screens =
        [("phone", 390, 844, [ColorScheme.Light]), ("desk", 1280, 900, [ColorScheme.Light, ColorScheme.Dark])];

    private static readonly string Folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "TestResults", "screenshots")).FullName;

    /// <summary>No violation of axe in light or dark, nothing wider than the screen; and a picture of each, in TestResults/screenshots.</summary>
    public static async Task LookAtAsync(this IPage page, string name)
    {
        foreach (var (screen, width, height, schemes) in Screens)
        {
            await page.SetViewportSizeAsync(width, height);
            foreach (var scheme in schemes)
            {
                await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
                await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, $"{name}-{screen}-{scheme.ToString().ToLowerInvariant()}.png"), FullPage = true });
                (await page.RunAxe()).Violations.Select(violation => $"{violation.Id}: {string.Join(", ", violation.Nodes.Select(node => node.Html))}")
                    .Should().BeEmpty("{0} on a {1} in {2}", name, screen, scheme);
            }

            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).Should().BeLessThanOrEqualTo(width, "{0} on a {1}", name, screen);
        }

        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
    }

    /// <summary>What the browser itself complains of, such as a policy that a page breaks, must be nothing.</summary>
    public static List<string> Complaints(this IPage page)
    {
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !Status().IsMatch(message.Text))
            {
                complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => complaints.Add(error);
        return complaints;
    }

    // An answer of 4xx is what some tests are about.
    [GeneratedRegex("^Failed to load resource: the server responded with a status of 4")]
    private static partial Regex Status();
}
