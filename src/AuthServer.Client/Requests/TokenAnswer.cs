namespace AuthServer.Client.Requests;

/// <summary>What became of a token request.</summary>
internal abstract record TokenAnswer
{
    private TokenAnswer()
    {
    }

    public sealed record Granted(TokenGrant Grant) : TokenAnswer;

    /// <summary>The server has decided against it.</summary>
    public sealed record Refused(OAuthRefusal Refusal, TimeSpan? RetryAfter = null) : TokenAnswer;

    /// <summary>The server has decided nothing that is known here.</summary>
    /// <param name="Problem">What happened, for the log.</param>
    /// <param name="MayBeServed">Whether the server may have served the request, the answer being lost.</param>
    public sealed record Unavailable(string Problem, bool MayBeServed, TimeSpan? RetryAfter = null, Exception? Exception = null) : TokenAnswer;
}
