using System.Security.Cryptography;

namespace AuthServer.Client.Tokens;

/// <summary>
/// How long the server is left alone after a failure: each doubles the pause, with jitter, so that clients that failed together do not return together.
/// What the server wishes (<c>Retry-After</c>) is never shortened, but while an answer is lost that would be too late to fetch afterwards.
/// </summary>
internal sealed class Pauses(TimeSpan first, TimeProvider time)
{
    private const int MostDoublings = 10;
    private const int JitterSteps = 1000;
    private const double JitterShare = 0.25;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    // A rotation whose answer was lost can be repeated for a minute (the server's retry window): several attempts must fit into it.
    private static readonly TimeSpan LongestAfterLostAnswer = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<TokenTarget, (int Failures, long Since, TimeSpan Length)> _pauses = [];

    /// <summary>Zero when an attempt may be made.</summary>
    public TimeSpan Left(TokenTarget target)
    {
        lock (_gate)
        {
            var left = _pauses.TryGetValue(target, out var pause) ? pause.Length - time.GetElapsedTime(pause.Since) : TimeSpan.Zero;
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Notes a failure.</summary>
    /// <returns>The pause that follows it.</returns>
    /// <param name="target">What the token was for.</param>
    /// <param name="wished">What the server wishes; null when it has said nothing.</param>
    /// <param name="isUrgent">Whether the refresh token may have been used up, the answer being lost.</param>
    public TimeSpan Add(TokenTarget target, TimeSpan? wished, bool isUrgent)
    {
        lock (_gate)
        {
            var failures = _pauses.GetValueOrDefault(target).Failures;
            var pause = first * (1 << Math.Min(failures, MostDoublings));
            pause = pause < Longest ? pause : Longest;
            pause = wished is { } wish && wish > pause ? wish : pause;
            pause += pause * (JitterShare * RandomNumberGenerator.GetInt32(JitterSteps) / JitterSteps);
            pause = isUrgent && pause > LongestAfterLostAnswer ? LongestAfterLostAnswer : pause;
            _pauses[target] = (failures + 1, time.GetTimestamp(), pause);
            return pause;
        }
    }

    public void Clear(TokenTarget target)
    {
        lock (_gate)
        {
            _pauses.Remove(target);
        }
    }
}
