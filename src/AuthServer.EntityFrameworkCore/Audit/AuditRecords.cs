using AuthServer.Core.Audit;

namespace AuthServer.EntityFrameworkCore.Audit;

/// <summary>Audit events that are saved together with what they record.</summary>
public static class AuditRecords
{
    public static void Record(this AuthDbContext context, AuditEvent auditEvent, DateTimeOffset at) => context.AuditEvents.Add(new AuditEventEntity
    {
        At = at,
        Type = auditEvent.Type,
        Actor = auditEvent.Actor,
        SessionId = auditEvent.SessionId?.Value,
        UserId = auditEvent.UserId?.Value,
        ClientId = auditEvent.ClientId?.Value,
        Reason = auditEvent.Reason,
        Detail = auditEvent.Detail,
        Ip = auditEvent.Caller.Ip,
        UserAgent = auditEvent.Caller.UserAgent,
    });
}
