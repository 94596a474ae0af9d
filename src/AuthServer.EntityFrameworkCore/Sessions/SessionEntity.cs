using AuthServer.Core.Sessions;

namespace AuthServer.EntityFrameworkCore.Sessions;

/// <summary>
/// The row of a session, as <see cref="RelationalSessionStore"/> writes it. Of the indexed columns a rotation changes <see cref="LastUsedOn"/> once a day, and
/// <see cref="LastAddress"/> and <see cref="LastUserAgent"/> when the device moves or is updated; any other rotation PostgreSQL can make in place.
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

    /// <summary>The address at sign-in in the form in which ranges can be compared; see <see cref="Caller.OrderedAddress"/>.</summary>
    public required string CreatedAddress { get; set; }

    public required string CreatedUserAgent { get; set; }

    public required string LastIp { get; set; }

    public required string LastAddress { get; set; }

    /// <summary>The network of the presentation that rotated last: what a retry is compared with.</summary>
    public required string LastNetwork { get; set; }

    public required string LastUserAgent { get; set; }

    public DateTimeOffset LastUsedAt { get; set; }

    public DateOnly LastUsedOn { get; set; }
}
