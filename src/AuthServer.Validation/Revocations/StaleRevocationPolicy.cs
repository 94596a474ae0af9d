namespace AuthServer.Validation.Revocations;

/// <summary>What an API does while it does not know the latest revocations.</summary>
public enum StaleRevocationPolicy
{
    /// <summary>Goes on with what is known, and reports itself as degraded.</summary>
    Continue = 0,

    /// <summary>Answers every token with 503, for it may be good and may be revoked, and reports itself as unhealthy.</summary>
    FailClosed = 1,
}
