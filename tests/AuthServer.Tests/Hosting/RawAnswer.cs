using System.Globalization;

namespace AuthServer.Tests.Hosting;

/// <summary>A status line, headers and a body, as they came.</summary>
public sealed record RawAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    private string Head { get; init; } = "";

    public static RawAnswer Parse(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var lines = text[..end].Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        return new RawAnswer(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), headers, text[(end + 4)..]) { Head = text[..end] };
    }

    /// <summary>Every byte of the answer, one header aside.</summary>
    public string Text(string without) =>
        string.Join('\n', Head.Split("\r\n").Where(line => !line.StartsWith(without + ":", StringComparison.OrdinalIgnoreCase)).Append(Body));

    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
