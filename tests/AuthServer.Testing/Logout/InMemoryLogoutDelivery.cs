using AuthServer.Core.Logout;

namespace AuthServer.Testing.Logout;

/// <summary>A queued logout message and what became of it so far.</summary>
internal sealed class InMemoryLogoutDelivery(long id, LogoutRecord record, DateTimeOffset createdAt)
{
    public LogoutRecord Record => record;

    /// <summary>Null once it was delivered or given up.</summary>
    public DateTimeOffset? NextAttemptAt { get; set; } = createdAt;

    public int Attempts { get; set; }

    public bool IsDelivered { get; set; }

    public LogoutDelivery Taken => new(id, record.ClientId, record.UserId, record.SessionId, Attempts);
}
