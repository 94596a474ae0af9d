namespace AuthServer.Storage.Tests.Properties;

/// <summary>What a session should do, said again in the fewest words: no tokens, no storage, no race.</summary>
internal sealed class SessionModel(TimeSpan now)
{
    public const int RetryLimit = 3;
    public const int ForeignRetryLimit = 2;
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan IdleLifetime = TimeSpan.FromDays(14);
    public static readonly TimeSpan AbsoluteLifetime = TimeSpan.FromDays(30);

    private readonly TimeSpan _absoluteExpiry = now + AbsoluteLifetime;
    private TimeSpan _idleExpiry = now + IdleLifetime;
    private TimeSpan _rotatedAt;
    private bool _rotatedElsewhere;
    private bool _foreignRetry;
    private int _streak;
    private int _retries;

    public int Generation { get; private set; }

    public string? Ended { get; private set; }

    public bool IsLiveAt(TimeSpan now) => Ended is null && now < _idleExpiry && now < _absoluteExpiry;

    public void End(string reason) => Ended ??= reason;

    /// <summary>The answer to the token of <paramref name="generation"/>: <c>granted n</c>, or the error with the reason that goes out with it.</summary>
    public string Present(int generation, bool isOtherClient, bool isElsewhere, TimeSpan now)
    {
        if (isOtherClient)
        {
            return "invalid_grant";
        }

        if (IsLiveAt(now) && generation == Generation)
        {
            return Rotate(isElsewhere, now);
        }

        if (IsLiveAt(now) && generation == Generation - 1 && now < _rotatedAt + Window && _streak < ForeignRetryLimit)
        {
            return _retries == RetryLimit ? "too_many_requests" : Retry(isElsewhere);
        }

        End(now >= _absoluteExpiry ? "absolute_expired" : now >= _idleExpiry ? "idle_expired" : "reuse_detected");
        var reason = Ended == "reuse_detected" ? "revoked" : Ended;
        return generation >= Generation - 1 ? $"invalid_grant {reason}" : "invalid_grant";
    }

    private string Rotate(bool isElsewhere, TimeSpan now)
    {
        (_streak, _foreignRetry) = (_foreignRetry ? _streak + 1 : 0, false);
        (_rotatedAt, _rotatedElsewhere, _retries) = (now, isElsewhere, 0);
        _idleExpiry = now + IdleLifetime;
        return $"granted {++Generation}";
    }

    private string Retry(bool isElsewhere)
    {
        _retries++;
        _foreignRetry |= isElsewhere != _rotatedElsewhere;
        return $"granted {Generation}";
    }
}
