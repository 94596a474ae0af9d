namespace AuthServer.EntityFrameworkCore.Idempotency;

/// <summary>The answer that a request to the administration API was given, for the same request sent again.</summary>
public sealed class IdempotentAnswerEntity
{
    /// <summary>SHA-256 of who asked and of the key that came with the request.</summary>
    public required byte[] KeyHash { get; set; }

    /// <summary>SHA-256 of the request itself: the same key with another request is a mistake.</summary>
    public required byte[] RequestHash { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Null while the first request is under way.</summary>
    public int? Status { get; set; }

    /// <summary>Encrypted, since an answer may hold a new secret.</summary>
    public byte[]? Body { get; set; }
}
