namespace AuthServer.EntityFrameworkCore.Artefacts;

/// <summary>
/// Something that can be spent once: an authorization code, a device code, a pushed request, an assertion's <c>jti</c>. Carries the epochs under
/// which it was made, so that what ends a user's sessions ends it too.
/// </summary>
public sealed class OneTimeArtefactEntity
{
    public short Kind { get; set; }

    /// <summary>SHA-256 of what the holder presents.</summary>
    public required byte[] Hash { get; set; }

    public required string ClientId { get; set; }

    public int ClientEpoch { get; set; }

    public Guid? UserId { get; set; }

    public int? UserEpoch { get; set; }

    /// <summary>The session that came of it, which a replay ends.</summary>
    public Guid? SessionId { get; set; }

    public required string Payload { get; set; }

    /// <summary>Of a device code: the keyed hash of the user code that a person types (RFC 8628 §6.1).</summary>
    public byte[]? UserCodeHash { get; set; }

    /// <summary>Of a device code: when its device asked last, and how many seconds it must wait between questions (RFC 8628 §3.5).</summary>
    public DateTimeOffset? PolledAt { get; set; }

    public int? PollInterval { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? SpentAt { get; set; }
}
