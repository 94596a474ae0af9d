namespace AuthServer.Client.Tokens;

/// <summary>
/// There is no access token now, and the session goes on: the server could not be reached, or asked to be left alone. An <see cref="HttpRequestException"/>,
/// so that whatever handles a failing API handles this too.
/// </summary>
public sealed class TokenUnavailableException(string problem, TimeSpan retryAfter, Exception? inner = null)
    : HttpRequestException($"No access token can be had now: {problem}.", inner)
{
    /// <summary>When it makes sense to try again.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}
