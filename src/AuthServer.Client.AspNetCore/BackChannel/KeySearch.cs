using AuthServer.Protocol.Jose;

namespace AuthServer.Client.AspNetCore.BackChannel;

/// <summary>The outcome of looking for one of the server's keys.</summary>
internal abstract record KeySearch
{
    private KeySearch()
    {
    }

    public sealed record Found(IVerificationKeys Keys) : KeySearch;

    /// <summary>The server publishes no key of that name.</summary>
    public sealed record Unknown : KeySearch;

    /// <summary>The server did not say.</summary>
    public sealed record Unavailable : KeySearch;
}
