using AuthServer.Core.Audit;
using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;

namespace AuthServer.Testing.Audit;

/// <summary>An audit event as it was stored, whichever storage it was read from.</summary>
public sealed record AuditRecord(string Type, string Actor)
{
    public SessionId? SessionId { get; init; }

    public UserId? UserId { get; init; }

    public ClientId? ClientId { get; init; }

    public string? Reason { get; init; }

    public string? Detail { get; init; }

    public string Ip { get; init; } = "";

    public string UserAgent { get; init; } = "";

    public long? GenerationDistance { get; init; }

    internal static AuditRecord Of(AuditEvent auditEvent) => new(auditEvent.Type, auditEvent.Actor)
    {
        SessionId = auditEvent.SessionId,
        UserId = auditEvent.UserId,
        ClientId = auditEvent.ClientId,
        Reason = auditEvent.Reason,
        Detail = auditEvent.Detail,
        Ip = auditEvent.Caller.Ip,
        UserAgent = auditEvent.Caller.UserAgent,
    };
}
