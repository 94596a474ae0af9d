using System.Collections;
using AuthServer.Core.Revocation;
using AuthServer.Testing.Sessions;

namespace AuthServer.Testing.Revocation;

/// <summary>The entries of the feed, oldest first; each is stamped when it is added. The lock is held by whoever uses it.</summary>
internal sealed class InMemoryRevocations(Func<DateTimeOffset> now) : IReadOnlyCollection<RevocationRecord>
{
    private readonly List<RevocationRecord> _records = [];
    private readonly List<RevocationEntry> _entries = [];

    public int Count => _records.Count;

    public void Add(RevocationRecord record)
    {
        _records.Add(record);
        _entries.Add(new RevocationEntry(
            (RevocationKind)record.Kind, record.Subject, record.MinimumEpoch, now(), now() + RevocationRetention.EntryLifetime));
    }

    /// <summary>Entries that have not expired, with their numbers, from <paramref name="from"/> on.</summary>
    public IEnumerable<(int Number, RevocationEntry Entry)> From(int from) =>
        _entries.Index().Skip(from).Where(entry => entry.Item.ExpiresAt > now());

    public IEnumerator<RevocationRecord> GetEnumerator() => _records.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
