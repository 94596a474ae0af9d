namespace AuthServer.Core.Keys;

/// <summary>Which key of one algorithm signs, which are published and when the next is due: pure functions of the stored keys and an instant.</summary>
public sealed class SigningKeySchedule(IEnumerable<SigningKeyRecord> keysOfOneAlgorithm, TimeSpan retention)
{
    private readonly List<SigningKeyRecord> _keys = [.. keysOfOneAlgorithm.OrderBy(key => key.Number)];

    public SigningKeyRecord? Newest => _keys.Count == 0 ? null : _keys[^1];

    /// <summary>The newest key whose time has come.</summary>
    public SigningKeyRecord? SignerAt(DateTimeOffset now) => _keys.LastOrDefault(key => key.SignsFrom <= now);

    /// <summary>A key is of no use once its successor has signed for as long as the last token it signed could live.</summary>
    public IEnumerable<SigningKeyRecord> UselessAt(DateTimeOffset now) =>
        _keys.Zip(_keys.Skip(1)).Where(pair => pair.Second.SignsFrom + retention <= now).Select(pair => pair.First);

    /// <summary>When the next key starts to sign, if it must be added now; null when there is time.</summary>
    public DateTimeOffset? NextDueAt(DateTimeOffset now, SigningKeyOptions options)
    {
        if (Newest is not { } newest)
        {
            return now;
        }

        var end = newest.SignsFrom + options.Lifetime;
        return now < end - options.PublishAhead ? null
            : end > now + options.PublishAhead ? end
            : now + options.PublishAhead;
    }
}
