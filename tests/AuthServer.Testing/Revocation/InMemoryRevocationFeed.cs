using System.Globalization;
using AuthServer.Core.Revocation;

namespace AuthServer.Testing.Revocation;

/// <summary>The reference implementation of the feed. Its writers hold one lock, so the number of an entry is its place in time.</summary>
public sealed class InMemoryRevocationFeed(InMemoryDatabase database) : IRevocationFeed
{
    private string Prefix => string.Create(CultureInfo.InvariantCulture, $"{database.RevocationHistories} at ");

    public Task<RevocationPage> ReadAsync(string? cursor, int most, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(database.Read(() =>
        {
            var count = database.RevocationRecords.Count;
            var known = Known(cursor);
            var isReset = known is null || known > count;
            var page = database.RevocationRecords.From(isReset ? 0 : known!.Value).Take(most).ToList();
            var isComplete = page.Count < most;
            var next = isComplete ? count : page[^1].Number + 1;
            return new RevocationPage([.. page.Select(entry => entry.Entry)], Mark(next), isReset, isComplete, database.Now);
        }));
    }

    public Task<RevocationLook> LookAsync(string? mark, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(database.Read(() => new RevocationLook(Known(mark) is not { } known || known < database.RevocationRecords.Count, Mark(database.RevocationRecords.Count))));
    }

    public Task BeginHistoryAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        database.Write(() => database.RevocationHistories++);
        return Task.CompletedTask;
    }

    private string Mark(int known) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{known}");

    private int? Known(string? cursor) =>
        cursor?.StartsWith(Prefix, StringComparison.Ordinal) == true && int.TryParse(cursor[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var known)
            ? known
            : null;
}
