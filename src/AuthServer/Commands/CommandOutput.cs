using System.Globalization;
using System.Text;
using System.Text.Json;
using AuthServer.AdminApi;

namespace AuthServer.Commands;

/// <summary>
/// Where a command writes: its answer to the standard output, as a table for people or as JSON for programs, and everything else to the standard error.
/// </summary>
internal sealed class CommandOutput(bool json, TextWriter answer, TextWriter aside)
{
    private const int WidestColumn = 60;

    public bool IsJson => json;

    /// <summary>One thing: a document, or a line for each of its parts.</summary>
    public void Document<T>(T document, Func<T, IEnumerable<(string Name, object? Value)>> lines)
    {
        if (json)
        {
            answer.WriteLine(JsonSerializer.Serialize(document, AdminJson.Lines));
            return;
        }

        var rows = lines(document).ToList();
        var width = rows.Max(row => row.Name.Length);
        foreach (var (name, value) in rows)
        {
            answer.WriteLine($"{name.PadRight(width)}  {Text(value)}".TrimEnd());
        }
    }

    /// <summary>A sentence for people, the document for programs.</summary>
    public void Said<T>(T document, string sentence) => answer.WriteLine(json ? JsonSerializer.Serialize(document, AdminJson.Lines) : Shown(sentence));

    /// <summary>Many things: a row for each, or a document on each line.</summary>
    public void Table<T>(IReadOnlyCollection<T> items, params (string Name, Func<T, object?> Value)[] columns)
    {
        if (json)
        {
            foreach (var item in items)
            {
                answer.WriteLine(JsonSerializer.Serialize(item, AdminJson.Lines));
            }

            return;
        }

        var rows = items.Select(item => columns.Select(column => Short(Text(column.Value(item)))).ToArray()).ToList();
        var widths = columns.Select((column, index) => rows.Select(row => row[index].Length).Append(column.Name.Length).Max()).ToArray();
        answer.WriteLine(Row([.. columns.Select(column => column.Name)], widths));
        rows.ForEach(row => answer.WriteLine(Row(row, widths)));
    }

    /// <summary>Between two parts of an answer for people.</summary>
    public void Blank() => answer.WriteLine();

    /// <summary>For people alone, beside the answer.</summary>
    public void Remark(string sentence) => aside.WriteLine(Shown(sentence));

    public void Complain(string sentence) => aside.WriteLine(Shown(sentence));

    private static string Row(string[] cells, int[] widths) => string.Join("  ", cells.Select((cell, index) => cell.PadRight(widths[index]))).TrimEnd();

    private static string Short(string text) => text.Length <= WidestColumn ? text : $"{text[..(WidestColumn - 1)]}…";

    private static string Text(object? value) => value switch
    {
        null => "-",
        bool yes => yes ? "yes" : "no",
        DateTime instant => instant.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        IEnumerable<string> list => Shown(string.Join(' ', list)),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Shown(value.ToString() ?? ""),
    };

    /// <summary>User agents and notes come from anybody: what would move the cursor or turn the line round is shown as a dot.</summary>
    private static string Shown(string text)
    {
        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var isSafe = Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
            shown.Append(isSafe ? rune.ToString() : "·");
        }

        return shown.ToString();
    }
}
