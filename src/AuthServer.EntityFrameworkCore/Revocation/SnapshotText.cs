using System.Globalization;

namespace AuthServer.EntityFrameworkCore.Revocation;

/// <summary>
/// PostgreSQL: the text of a <c>pg_snapshot</c>, <c>xmin:xmax:xip,…</c>: all below xmin had ended, none from xmax on had begun, and those listed were under way.
/// </summary>
internal static class SnapshotText
{
    /// <summary>
    /// Its xmax; null for what PostgreSQL would not read as a snapshot. It comes from outside, and a text that the database refused would be an outage to us.
    /// </summary>
    public static ulong? EndOf(string text)
    {
        var parts = text.Split(':');
        if (parts.Length != 3 || Number(parts[0]) is not { } xmin || Number(parts[1]) is not { } xmax || xmin == 0 || xmax < xmin)
        {
            return null;
        }

        var last = xmin;
        foreach (var part in parts[2].Length == 0 ? [] : parts[2].Split(','))
        {
            if (Number(part) is not { } transaction || transaction < last || transaction >= xmax)
            {
                return null;
            }

            last = transaction;
        }

        return xmax;
    }

    /// <summary>
    /// The same or, where so many transactions are under way that it would not fit into a cursor, a shorter one that has seen less: what came since the oldest
    /// of them will be told once more.
    /// </summary>
    public static string Short(string text, int longest) => text.Length <= longest ? text : $"{text.Split(':')[0]}:{text.Split(':')[0]}:";

    private static ulong? Number(string text) =>
        text.Length <= 19 && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
