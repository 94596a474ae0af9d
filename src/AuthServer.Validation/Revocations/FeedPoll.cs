namespace AuthServer.Validation.Revocations;

/// <summary>What a poll of the feed came to.</summary>
internal abstract record FeedPoll
{
    private FeedPoll()
    {
    }

    public sealed record Answered(FeedAnswer Answer) : FeedPoll;

    /// <param name="RetryAfter">What the server asked for, if it did.</param>
    public sealed record Failed(string Problem, TimeSpan? RetryAfter = null, Exception? Exception = null) : FeedPoll;
}
