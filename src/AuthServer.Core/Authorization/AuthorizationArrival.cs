namespace AuthServer.Core.Authorization;

/// <summary>How a browser arrives at the authorization endpoint.</summary>
public abstract record AuthorizationArrival
{
    private AuthorizationArrival()
    {
    }

    /// <summary>From the client, with the parameters of a request.</summary>
    public sealed record FromClient(IReadOnlyDictionary<string, string> Parameters) : AuthorizationArrival;

    /// <summary>From one of our own pages, with what the endpoint gave it.</summary>
    public sealed record FromPage(AuthorizationInteraction Interaction) : AuthorizationArrival;
}
