using System.Globalization;

namespace AuthServer.Pages.Admin;

/// <summary>Counts over time, drawn as bars; what they are is also said in words and in a table.</summary>
/// <param name="Title">What is counted.</param>
/// <param name="Tone">The colour of the bars: <c>bad</c>, <c>warn</c> or none.</param>
/// <param name="IsLevel">A level, of which the last counts, and not a number of happenings, of which the sum does.</param>
internal sealed record Chart(string Title, string Tone, bool IsLevel, IReadOnlyList<(DateTimeOffset From, long Count)> Bars)
{
    public const int Width = 600;
    public const int Height = 120;
    public const int Base = 100;

    public long Highest => Math.Max(1, Bars.Max(bar => bar.Count));

    public long Total => IsLevel ? Bars[^1].Count : Bars.Sum(bar => bar.Count);

    public string Description => IsLevel
        ? $"{Words.Number(Bars[^1].Count)} now, between {Words.Number(Bars.Min(bar => bar.Count))} and {Words.Number(Bars.Max(bar => bar.Count))} in this time."
        : $"{Words.Number(Total)} in this time, at most {Words.Number(Bars.Max(bar => bar.Count))} in one step.";

    public string Id => "chart-" + Title.ToLowerInvariant().Replace(' ', '-');

    /// <summary>The bar's place in the picture: from the left, from the top, its width and its height.</summary>
    public (string X, string Y, string Width, string Height) BarAt(int index)
    {
        var slot = (double)Width / Bars.Count;
        var height = Bars[index].Count == 0 ? 0 : Math.Max(2, Bars[index].Count * (Base - 14.0) / Highest);
        return (Text((slot * index) + (slot * 0.1)), Text(Base - height), Text(slot * 0.8), Text(height));
    }

    private static string Text(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
