using System.Buffers.Text;
using System.Globalization;
using System.Text;
using AuthServer.Core.Revocation;
using AuthServer.Protocol.Jose;

namespace AuthServer.EntityFrameworkCore.Revocation;

/// <summary>Where a reader of the feed is, and how that is written down for it.</summary>
/// <param name="History">The database and its past; another one cannot continue here.</param>
/// <param name="From">The mark up to which the reader knows everything; null while it is being given the full set.</param>
/// <param name="To">The mark up to which its pages go; null when it has been given the last of them.</param>
/// <param name="After">The number of the last entry of the page before.</param>
internal sealed record FeedCursor(string History, string? From, string? To, long After)
{
    private const string Version = "1";
    private const char Separator = '|';

    // Two of them fit into a cursor, in base64url, with what stands beside them.
    private const int LongestMark = 6_000;

    /// <summary>The reader knows everything up to a mark.</summary>
    public static FeedCursor At(string history, string mark) => new(history, mark, To: null, After: 0);

    public static string Fit(string mark) => SnapshotText.Short(mark, LongestMark);

    /// <summary>Null for anything that <see cref="Text"/> has not written.</summary>
    public static FeedCursor? Read(string? text, Func<string, ulong?> endOf)
    {
        if (text is null || text.Length > IRevocationFeed.LongestCursor || !Base64UrlText.TryDecode(text, out var bytes))
        {
            return null;
        }

        var parts = Encoding.ASCII.GetString(bytes).Split(Separator);
        if (parts.Length != 5 || parts[0] != Version || !long.TryParse(parts[4], NumberStyles.None, CultureInfo.InvariantCulture, out var after))
        {
            return null;
        }

        var cursor = new FeedCursor(parts[1], NullIfEmpty(parts[2]), NullIfEmpty(parts[3]), after);
        var isWhole = (cursor.From ?? cursor.To) is not null && IsMark(cursor.From) && IsMark(cursor.To);
        return isWhole ? cursor : null;

        bool IsMark(string? mark) => mark is null || endOf(mark) is not null;
    }

    public string Text() =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Version}|{History}|{From}|{To}|{After}")));

    /// <summary>Whether a database with this history, now at this mark, can have given it out.</summary>
    public bool IsOf(string history, string mark, Func<string, ulong?> endOf) =>
        History == history && (endOf(From ?? To!) <= endOf(mark)) && (To is null || endOf(To) <= endOf(mark));

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
