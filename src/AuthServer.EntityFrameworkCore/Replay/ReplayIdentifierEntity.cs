namespace AuthServer.EntityFrameworkCore.Replay;

/// <summary>The row of an identifier that must not be accepted twice: a proof's or an assertion's <c>jti</c>, hashed with what it is unique under.</summary>
public sealed class ReplayIdentifierEntity
{
    public short Kind { get; set; }

    public required byte[] Hash { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }
}
