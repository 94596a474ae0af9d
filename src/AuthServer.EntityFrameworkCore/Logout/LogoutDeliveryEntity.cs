namespace AuthServer.EntityFrameworkCore.Logout;

/// <summary>
/// The row of a logout token that a client is still to be sent, or was (OIDC Back-Channel Logout §2.5). Written by the statement that ends the session.
/// </summary>
public sealed class LogoutDeliveryEntity
{
    public const int LongestError = 256;

    public long Id { get; set; }

    public required string ClientId { get; set; }

    public Guid UserId { get; set; }

    public Guid SessionId { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Null once it was delivered or given up.</summary>
    public DateTimeOffset? NextAttemptAt { get; set; }

    public int Attempts { get; set; }

    public DateTimeOffset? DeliveredAt { get; set; }

    /// <summary>What went wrong at the last attempt, in a few words.</summary>
    public string? LastError { get; set; }
}
