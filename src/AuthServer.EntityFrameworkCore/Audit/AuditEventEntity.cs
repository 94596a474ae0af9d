namespace AuthServer.EntityFrameworkCore.Audit;

/// <summary>The row of an audit event.</summary>
public sealed class AuditEventEntity
{
    public long Id { get; set; }

    public DateTimeOffset At { get; set; }

    public required string Type { get; set; }

    public required string Actor { get; set; }

    public Guid? SessionId { get; set; }

    public Guid? UserId { get; set; }

    public string? ClientId { get; set; }

    public string? Reason { get; set; }

    /// <summary>What an administrator noted beside it, or what was done to how many.</summary>
    public string? Detail { get; set; }

    public required string Ip { get; set; }

    public required string UserAgent { get; set; }

    /// <summary>How many generations behind its session a reused token was.</summary>
    public long? GenerationDistance { get; set; }
}
