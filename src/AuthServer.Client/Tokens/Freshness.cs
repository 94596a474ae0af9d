namespace AuthServer.Client.Tokens;

/// <summary>How old an access token is.</summary>
internal enum Freshness
{
    /// <summary>Used without a thought.</summary>
    Fresh,

    /// <summary>Due for renewal, and still good.</summary>
    Due,

    /// <summary>No longer good.</summary>
    Expired,
}
