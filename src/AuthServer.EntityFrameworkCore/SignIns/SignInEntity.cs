using AuthServer.Core.Sessions;

namespace AuthServer.EntityFrameworkCore.SignIns;

/// <summary>The row of a browser's sign-in at this server; see <see cref="Core.SignIns.SignIn"/> for what the members mean.</summary>
public sealed class SignInEntity
{
    public Guid Id { get; set; }

    public Guid UserId { get; set; }

    public int UserEpoch { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset AuthenticatedAt { get; set; }

    public required string Acr { get; set; }

    public required string Amr { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset LastSeenAt { get; set; }

    public required string CreatedIp { get; set; }

    /// <summary>The address in the form in which ranges can be compared; see <see cref="Caller.OrderedAddress"/>.</summary>
    public required string CreatedAddress { get; set; }

    public required string CreatedUserAgent { get; set; }

    /// <summary>Null while the sign-in is active.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    public EndReason? EndReason { get; set; }

    public string? EndedBy { get; set; }
}
