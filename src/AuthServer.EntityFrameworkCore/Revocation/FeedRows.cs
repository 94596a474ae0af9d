using System.Data.Common;
using AuthServer.Core.Revocation;

namespace AuthServer.EntityFrameworkCore.Revocation;

/// <summary>What a page statement returned.</summary>
internal sealed record FeedRows(string Mark, string History, DateTimeOffset Now, IReadOnlyList<RevocationEntry> Entries, long LastId)
{
    public static async Task<FeedRows> ReadAsync(DbDataReader reader, CancellationToken cancellationToken)
    {
        await reader.ReadAsync(cancellationToken);
        var (mark, history, now) = (reader.GetString(0), reader.GetString(1), reader.GetFieldValue<DateTimeOffset>(2));
        var (entries, last) = (new List<RevocationEntry>(), 0L);
        for (var there = !reader.IsDBNull(3); there; there = await reader.ReadAsync(cancellationToken))
        {
            last = reader.GetInt64(3);
            entries.Add(new RevocationEntry(
                (RevocationKind)reader.GetInt16(4), reader.GetString(5), reader.GetInt32(6),
                reader.GetFieldValue<DateTimeOffset>(7), reader.GetFieldValue<DateTimeOffset>(8)));
        }

        await reader.CloseAsync();
        return new FeedRows(mark, history, now, entries, last);
    }
}
