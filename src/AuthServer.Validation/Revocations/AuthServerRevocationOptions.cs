namespace AuthServer.Validation.Revocations;

/// <summary>
/// How an API learns of revocations before tokens expire. Enabled by the credentials of a client that may introspect; without them a verified token is
/// accepted until it expires.
/// </summary>
public sealed class AuthServerRevocationOptions
{
    internal static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>How long beyond its wait a poll may take.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The client that the API is at the server. With <see cref="ClientSecret"/>, or neither.</summary>
    public string ClientId { get; set; } = "";

    public string ClientSecret { get; set; } = "";

    /// <summary>For how long the server may hold a poll while there is nothing to tell. One to 30 seconds, in whole seconds.</summary>
    public TimeSpan PollWait { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>
    /// How long after the last answer of the feed what is known of revocations counts as out of date. More than <see cref="PollWait"/> and ten seconds, for
    /// that is how long an answer may take; at most a day.
    /// </summary>
    public TimeSpan StaleAfter { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>What happens then, and before the first full set has been read.</summary>
    public StaleRevocationPolicy WhenStale { get; set; } = StaleRevocationPolicy.Continue;

    internal bool AreEnabled => ClientId.Length > 0 && ClientSecret.Length > 0;
}
