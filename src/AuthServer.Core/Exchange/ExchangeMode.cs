namespace AuthServer.Core.Exchange;

/// <summary>What an exchange makes of the client (RFC 8693 §1.1).</summary>
public enum ExchangeMode
{
    /// <summary>The client acts for the user, and the token says so.</summary>
    Delegation,

    /// <summary>The client is not named as an actor. Those who acted before stay named.</summary>
    Impersonation,
}
