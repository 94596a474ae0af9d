using AuthServer.Core.Sessions;

namespace AuthServer.EntityFrameworkCore.Sessions;

/// <summary>
/// The row of a session, as <see cref="RelationalSessionStore"/> writes it. A rotation touches no column that is indexed but <see cref="LastUsedOn"/>,
/// which changes once a day, so that PostgreSQL can update it in place.
/// </summary>
public sealed class SessionEntity
{
    public Guid Id { get; set; }

    public Guid UserId { get; set; }

    public int UserEpoch { get; set; }

    public required string ClientId { get; set; }

    public int ClientEpoch { get; set; }

    /// <summary>The browser sign-in that the session started from; null for a password grant.</summary>
    public Guid? SignInId { get; set; }

    public required string Scopes { get; set; }

    public required string Audiences { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset AuthenticatedAt { get; set; }

    public required string Acr { get; set; }

    public required string Amr { get; set; }

    public long Generation { get; set; }

    public byte[]? TokenHash { get; set; }

    public byte[]? PredecessorHash { get; set; }

    public byte[]? Salt { get; set; }

    public short KeyId { get; set; }

    public DateTimeOffset RotatedAt { get; set; }

    public int Retries { get; set; }

    public int RetryStreak { get; set; }

    public bool ForeignRetry { get; set; }

    public DateTimeOffset IdleExpiresAt { get; set; }

    public DateTimeOffset AbsoluteExpiresAt { get; set; }

    public string? ProofKeyThumbprint { get; set; }

    /// <summary>Null while the session is active.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    public EndReason? EndReason { get; set; }

    public string? EndedBy { get; set; }

    public required string CreatedIp { get; set; }

    public required string CreatedUserAgent { get; set; }

    public required string LastIp { get; set; }

    /// <summary>The network of the presentation that rotated last: what a retry is compared with.</summary>
    public required string LastNetwork { get; set; }

    public required string LastUserAgent { get; set; }

    public string? DeviceLabel { get; set; }

    public DateTimeOffset LastUsedAt { get; set; }

    public DateOnly LastUsedOn { get; set; }
}
