namespace AuthServer.Validation.Keys;

/// <summary>The outcome of one attempt to read the issuer's keys.</summary>
internal abstract record KeyFetch
{
    private KeyFetch()
    {
    }

    /// <summary>The issuer's metadata and keys were read and hold at least one usable key.</summary>
    public sealed record Read(IssuerKeySet Keys) : KeyFetch;

    /// <summary>Nothing usable was read.</summary>
    public sealed record Failed(string Problem, Exception? Exception = null) : KeyFetch;
}
