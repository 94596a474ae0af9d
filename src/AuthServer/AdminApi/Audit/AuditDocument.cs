using AuthServer.EntityFrameworkCore.Audit;

namespace AuthServer.AdminApi.Audit;

/// <summary>Something that happened, and who did it.</summary>
public sealed record AuditDocument
{
    public required long Id { get; init; }

    public required DateTime At { get; init; }

    /// <summary>Such as session.ended.</summary>
    public required string Type { get; init; }

    /// <summary>client:…, user:…, admin:…, operator:… or server.</summary>
    public required string Actor { get; init; }

    public Guid? SessionId { get; init; }

    public Guid? UserId { get; init; }

    public string? ClientId { get; init; }

    public string? Reason { get; init; }

    /// <summary>What an administrator noted beside it, or what was done to how many.</summary>
    public string? Detail { get; init; }

    public required string Ip { get; init; }

    public required string UserAgent { get; init; }

    /// <summary>How many generations behind its session a reused token was.</summary>
    public long? GenerationDistance { get; init; }

    internal static AuditDocument Of(AuditEventEntity row) => new()
    {
        Id = row.Id,
        At = row.At.UtcDateTime,
        Type = row.Type,
        Actor = row.Actor,
        SessionId = row.SessionId,
        UserId = row.UserId,
        ClientId = row.ClientId,
        Reason = row.Reason,
        Detail = row.Detail,
        Ip = row.Ip,
        UserAgent = row.UserAgent,
        GenerationDistance = row.GenerationDistance,
    };
}
