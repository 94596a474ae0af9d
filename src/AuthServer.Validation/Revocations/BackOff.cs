namespace AuthServer.Validation.Revocations;

/// <summary>Pauses after failures: each twice as long as the one before, up to a limit, and none like another's, so that many APIs do not return at once.</summary>
internal sealed class BackOff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestAsked = TimeSpan.FromMinutes(1);

    private TimeSpan _pause = First;

    public void Reset() => _pause = First;

    /// <param name="asked">What the server asked for. Heeded up to a minute.</param>
    public TimeSpan Next(TimeSpan? asked)
    {
        var least = asked is not { } wanted ? TimeSpan.Zero : wanted < LongestAsked ? wanted : LongestAsked;
        var pause = least + (_pause * (0.5 + (Random.Shared.NextDouble() / 2)));
        _pause = _pause * 2 < Longest ? _pause * 2 : Longest;
        return pause;
    }
}
