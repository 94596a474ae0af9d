namespace AuthServer.Client.Tokens;

/// <summary>What came of one attempt to have a fresh token.</summary>
internal abstract record RenewalOutcome
{
    private RenewalOutcome()
    {
    }

    /// <summary>From the server, or from another process that had just been there.</summary>
    public sealed record Renewed(AccessToken Token) : RenewalOutcome;

    /// <summary>There is nothing to renew with.</summary>
    public sealed record SignedOut : RenewalOutcome;

    /// <summary>The session is over, and its tokens have been cleared.</summary>
    public sealed record Ended(SessionEnded End) : RenewalOutcome;

    /// <summary>Not now. The session goes on, and so does a token that is still good.</summary>
    /// <param name="Problem">What happened, for the log.</param>
    /// <param name="RetryAfter">When it makes sense to try again.</param>
    /// <param name="IsUnsettled">Whether the server may have rotated, the answer being lost: then the next attempt must not wait for a request.</param>
    public sealed record Failed(string Problem, TimeSpan RetryAfter, bool IsUnsettled, Exception? Exception = null) : RenewalOutcome;
}
