namespace AuthServer.Core.Revocation;

/// <summary>Access tokens that APIs must refuse although they have not expired.</summary>
/// <param name="Subject">A <c>sid</c>, <c>sub</c> or <c>client_id</c>, as tokens carry it.</param>
/// <param name="MinimumEpoch">Tokens with an older epoch are refused; 0 for a session, of which all are.</param>
/// <param name="CreatedAt">When it was decided, by the storage's clock.</param>
/// <param name="ExpiresAt">From when on no token that it concerns can be accepted any more.</param>
public sealed record RevocationEntry(RevocationKind Kind, string Subject, int MinimumEpoch, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);
