namespace AuthServer.Core.Logout;

/// <summary>What is to be sent for a delivery.</summary>
public abstract record LogoutMessage
{
    private LogoutMessage()
    {
    }

    /// <param name="Uri">The client's, as the operator has registered it.</param>
    /// <param name="Token">Signed just now; each attempt has its own.</param>
    public sealed record Ready(string Uri, string Token) : LogoutMessage;

    /// <summary>There is no key to sign it with at this moment.</summary>
    public sealed record NotYet : LogoutMessage;

    /// <summary>The client was withdrawn or disabled meanwhile, or does not listen any more.</summary>
    public sealed record Unwanted : LogoutMessage;
}
