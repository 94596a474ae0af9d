namespace AuthServer.AdminApi.Idempotency;

/// <summary>What an idempotency key says of a request.</summary>
internal abstract record IdempotencyClaim
{
    private IdempotencyClaim()
    {
    }

    /// <summary>The request is the first of its key, and is to be carried out.</summary>
    /// <param name="At">Tells this claim from a later one that takes it over.</param>
    public sealed record First(DateTimeOffset At) : IdempotencyClaim;

    /// <summary>The same request was answered before.</summary>
    public sealed record Answered(int Status, StoredAnswer Answer) : IdempotencyClaim;

    /// <summary>The same request is being carried out right now.</summary>
    public sealed record UnderWay : IdempotencyClaim;

    /// <summary>The key was used for another request.</summary>
    public sealed record OtherRequest : IdempotencyClaim;

    /// <summary>It was carried out, and the answer can no longer be decrypted.</summary>
    public sealed record AnswerLost : IdempotencyClaim;
}
