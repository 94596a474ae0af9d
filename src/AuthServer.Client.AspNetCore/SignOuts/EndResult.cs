namespace AuthServer.Client.AspNetCore.SignOuts;

/// <summary>What became of a sign-out.</summary>
internal abstract record EndResult
{
    private EndResult()
    {
    }

    /// <param name="Location">The server's end-session endpoint; null when the page stays.</param>
    /// <param name="Fields">What it is told (OpenID Connect RP-Initiated Logout §2).</param>
    public sealed record Ended(Uri? Location, IReadOnlyDictionary<string, string> Fields) : EndResult
    {
        /// <summary>Names no token.</summary>
        public override string ToString() => nameof(Ended);
    }

    public sealed record Unavailable(TimeSpan? RetryAfter) : EndResult;

    /// <summary>The server refuses this application.</summary>
    public sealed record Refused : EndResult;
}
