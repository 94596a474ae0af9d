using System.Collections.Concurrent;

namespace AuthServer.Validation.Tokens;

/// <summary>
/// Remembers verified tokens, never more than <paramref name="capacity"/>. Two generations stand in for an exact order of use: entries
/// are added to the young one; when that holds half the capacity it becomes the old one and what the old one held is forgotten.
/// A hit in the old generation moves the entry to the young one, so a token in use survives. Every step is O(1).
/// Only verified tokens get in, so nobody can push them out with invented ones.
/// </summary>
internal sealed class VerifiedTokenCache(int capacity)
{
    private readonly int _half = capacity / 2;
    private readonly Lock _turning = new();
    private volatile Generation _young = new(Older: null);

    /// <summary>How many entries are held. Takes every lock of the generations: for tests and diagnosis.</summary>
    public int Count
    {
        get
        {
            var generation = _young;
            return generation.Entries.Count + (generation.Older?.Count ?? 0);
        }
    }

    public bool TryGet(in TokenFingerprint fingerprint, out VerifiedToken token)
    {
        var generation = _young;
        if (generation.Entries.TryGetValue(fingerprint, out token!))
        {
            return true;
        }

        if (generation.Older is { } older && older.TryRemove(fingerprint, out token!))
        {
            Add(fingerprint, token);
            return true;
        }

        return false;
    }

    public void Add(in TokenFingerprint fingerprint, VerifiedToken token)
    {
        if (_half == 0)
        {
            return;
        }

        var generation = Room();
        generation.Entries[fingerprint] = token;
    }

    public void Remove(in TokenFingerprint fingerprint)
    {
        var generation = _young;
        generation.Entries.TryRemove(fingerprint, out _);
        generation.Older?.TryRemove(fingerprint, out _);
    }

    // A place is taken before the entry is written. Replacing an entry takes one too: a generation may turn early, never late.
    private Generation Room()
    {
        while (true)
        {
            var generation = _young;
            if (generation.TryTakePlace(_half))
            {
                return generation;
            }

            lock (_turning)
            {
                if (_young == generation)
                {
                    _young = new Generation(generation.Entries);
                }
            }
        }
    }

    private sealed record Generation(ConcurrentDictionary<TokenFingerprint, VerifiedToken>? Older)
    {
        private int _places;

        public ConcurrentDictionary<TokenFingerprint, VerifiedToken> Entries { get; } = new();

        public bool TryTakePlace(int limit) => Volatile.Read(ref _places) < limit && Interlocked.Increment(ref _places) <= limit;
    }
}
