using AuthServer.Validation.Tokens;

namespace AuthServer.Validation.Revocations;

/// <summary>
/// What an API knows of one issuer's revocations, and how fresh that is. Requests only read; the one writer is the poller. The issuer's clock is never compared
/// with this one's: how long an entry has to live is a difference of the issuer's own instants.
/// </summary>
internal sealed class KnownRevocations(AuthServerRevocationOptions options, TimeProvider time)
{
    private static readonly TokenOutcome Revoked = new TokenOutcome.Refused(TokenRefusal.Revoked);
    private static readonly TokenOutcome Unknown = new TokenOutcome.Undecided(TimeSpan.FromSeconds(1), TokenOutcome.Undecided.StaleRevocations);
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(30);

    private volatile RevocationSet _current = new();
    private RevocationSet? _inTheMaking;
    private DateTimeOffset _sweptAt = time.GetUtcNow();
    private volatile bool _isKnown;
    private long _lastContact;

    public int Count => _current.Count;

    /// <summary>How long ago the feed last answered; null if what it answered has never been complete.</summary>
    public TimeSpan? Age => _isKnown ? time.GetElapsedTime(Volatile.Read(ref _lastContact)) : null;

    public bool IsStale => Age is not { } age || age > options.StaleAfter;

    public bool MustFailClosed => options.WhenStale == StaleRevocationPolicy.FailClosed && IsStale;

    /// <summary>Null when nothing speaks against the token. Without I/O, locks and allocations.</summary>
    public TokenOutcome? ObjectionTo(TokenSubject token) =>
        _current.Holds(token) ? Revoked
        : MustFailClosed ? Unknown
        : null;

    public void Apply(FeedAnswer answer)
    {
        var now = time.GetUtcNow();
        if (answer.Reset)
        {
            _inTheMaking = new RevocationSet();
        }

        foreach (var entry in answer.Entries)
        {
            // At once, even while a full set is still coming in.
            var expiresAt = now + Life(entry.ExpiresAt - answer.Now);
            Add(_current, entry, expiresAt);
            if (_inTheMaking is not null)
            {
                Add(_inTheMaking, entry, expiresAt);
            }
        }

        if (answer.Complete)
        {
            _current = _inTheMaking ?? _current;
            _inTheMaking = null;
            Volatile.Write(ref _lastContact, time.GetTimestamp());
            _isKnown = true;
        }
    }

    /// <summary>Forgets what no token can be refused for any more; looks now and then, however often it is called.</summary>
    public void RemoveExpired()
    {
        var now = time.GetUtcNow();
        if (now - _sweptAt >= SweepInterval)
        {
            _sweptAt = now;
            _current.RemoveExpired(now);
        }
    }

    private static TimeSpan Life(double seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, 0, LongestLife.TotalSeconds));

    // A kind that is not known here is one that a newer server has; it says nothing of what this library checks.
    private static void Add(RevocationSet set, FeedAnswer.Entry entry, DateTimeOffset expiresAt)
    {
        switch (entry.Kind)
        {
            case "session":
                set.AddSession(entry.Subject, expiresAt);
                break;
            case "user":
                set.AddUser(entry.Subject, entry.MinimumEpoch, expiresAt);
                break;
            case "client":
                set.AddClient(entry.Subject, entry.MinimumEpoch, expiresAt);
                break;
        }
    }
}
