namespace AuthServer.Client.Discovery;

/// <summary>The outcome of looking for the issuer's metadata.</summary>
internal abstract record Discovered
{
    private Discovered()
    {
    }

    public sealed record Found(IssuerMetadata Metadata) : Discovered;

    /// <summary>Not now: the issuer did not answer, or not as an issuer does.</summary>
    public sealed record Failed(string Problem, TimeSpan? RetryAfter = null, Exception? Exception = null) : Discovered;
}
