using AuthServer.Core.Revocation;
using AuthServer.Core.Sessions;

namespace AuthServer.EntityFrameworkCore.Sessions;

/// <summary>
/// That an epoch has ended everything of a user or client, and that there may be rows which do not say so yet. Written with the epoch, and deleted when all of
/// them do; so whoever dies between the two is followed by another, with the same reason and in the same name.
/// </summary>
public sealed class UnmarkedEndEntity
{
    public long Id { get; set; }

    /// <summary><see cref="RevocationKind.User"/> or <see cref="RevocationKind.Client"/>.</summary>
    public RevocationKind Kind { get; set; }

    /// <summary>The user's or client's id.</summary>
    public required string Subject { get; set; }

    /// <summary>Rows behind it have ended.</summary>
    public int Epoch { get; set; }

    public EndReason Reason { get; set; }

    public required string Actor { get; set; }

    public string? Note { get; set; }

    public required string Ip { get; set; }

    public required string UserAgent { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
