namespace AuthServer.AdminApi.Idempotency;

/// <summary>What of an answer is kept for the same request sent again, encrypted.</summary>
internal sealed record StoredAnswer(string? ContentType, string? Location, string? ETag, byte[] Body);
