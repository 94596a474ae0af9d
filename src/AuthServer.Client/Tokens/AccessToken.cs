using System.Security.Cryptography;
using AuthServer.Protocol.Jose;

namespace AuthServer.Client.Tokens;

/// <summary>An access token and how long it is good for. Its text appears nowhere but in <see cref="Value"/>.</summary>
public sealed class AccessToken
{
    // With several processes and their tokens of one age, the first to come renews for all.
    private const int JitterSteps = 1000;
    private const double JitterShare = 0.5;
    private const double LargestBuffer = 0.25;
    private static readonly TimeSpan LongestYouth = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _time;
    private readonly long _anchor;
    private readonly TimeSpan _dueAfter;
    private volatile bool _isUsed;

    /// <param name="obtainedAt">When the request for it went out, by this machine's clock.</param>
    internal AccessToken(string value, string scheme, SigningKey? key, DateTimeOffset obtainedAt, TimeSpan lifetime, TimeSpan renewBefore, TimeProvider time)
    {
        (Value, Scheme, Key, ObtainedAt, Lifetime, _time) = (value, scheme, key, obtainedAt, lifetime, time);

        // What another process wrote has some age already; if the clock was set back meanwhile, it has none, rather than a negative one.
        var age = time.GetUtcNow() - obtainedAt;
        _anchor = time.GetTimestamp() - (age > TimeSpan.Zero ? (long)(age.TotalSeconds * time.TimestampFrequency) : 0);
        var buffer = TimeSpan.FromTicks(Math.Min(renewBefore.Ticks, (long)(lifetime.Ticks * LargestBuffer)));
        _dueAfter = lifetime - buffer - (buffer * (JitterShare * RandomNumberGenerator.GetInt32(JitterSteps) / JitterSteps));
    }

    /// <summary>What is sent.</summary>
    public string Value { get; }

    /// <summary>The scheme to send it under: <c>Bearer</c> (RFC 6750 §2.1) or <c>DPoP</c> (RFC 9449 §7.1).</summary>
    public string Scheme { get; }

    /// <summary>When it expires, by this machine's clock.</summary>
    public DateTimeOffset ExpiresAt => ObtainedAt + Lifetime;

    /// <summary>The key that a request must prove; null when the token is bound to none.</summary>
    internal SigningKey? Key { get; }

    /// <summary>The sign-in that it comes from; that of another may be another user's.</summary>
    internal string SignIn { get; init; } = "";

    internal DateTimeOffset ObtainedAt { get; }

    internal TimeSpan Lifetime { get; }

    /// <summary>Whether it was fetched because its predecessor had been refused.</summary>
    internal bool ReplacesRefused { get; init; }

    /// <summary>Whether anybody has asked for it.</summary>
    internal bool IsUsed
    {
        get => _isUsed;
        set => _isUsed = value;
    }

    /// <summary>Whether it is so new that its refusal is not a matter of its age.</summary>
    internal bool IsYoung => Age < (Lifetime / 2 < LongestYouth ? Lifetime / 2 : LongestYouth);

    internal TimeSpan DueIn => _dueAfter - Age;

    internal TimeSpan ExpiresIn => Lifetime - Age;

    internal Freshness Freshness => Age is var age && age < _dueAfter ? Freshness.Fresh : age < Lifetime ? Freshness.Due : Freshness.Expired;

    /// <summary>
    /// By the steady clock, which nobody sets; yet that one stands still while the machine sleeps, so the wall clock is believed when it says more.
    /// One that was set forward costs an early renewal.
    /// </summary>
    private TimeSpan Age
    {
        get
        {
            var steady = _time.GetElapsedTime(_anchor);
            var wall = _time.GetUtcNow() - ObtainedAt;
            return steady > wall ? steady : wall;
        }
    }

    /// <summary>Names no token.</summary>
    public override string ToString() => $"{Scheme} token until {ExpiresAt:O}";
}
