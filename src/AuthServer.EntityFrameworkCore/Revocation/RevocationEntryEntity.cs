using AuthServer.Core.Revocation;

namespace AuthServer.EntityFrameworkCore.Revocation;

/// <summary>
/// Access tokens that APIs must refuse although they have not expired. Lives as long as such a token can; ordered by the writing transaction,
/// because rows commit out of order.
/// </summary>
public sealed class RevocationEntryEntity
{
    public long Id { get; set; }

    public RevocationKind Kind { get; set; }

    /// <summary>A <c>sid</c>, <c>sub</c> or <c>client_id</c>.</summary>
    public required string Subject { get; set; }

    /// <summary>Tokens with an older epoch are refused; 0 for a session, of which all are.</summary>
    public int MinimumEpoch { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }
}
