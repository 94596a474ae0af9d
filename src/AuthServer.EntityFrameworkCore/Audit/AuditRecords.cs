using AuthServer.Core.Audit;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace AuthServer.EntityFrameworkCore.Audit;

/// <summary>Audit events that are saved together with what they record.</summary>
public static class AuditRecords
{
    public static EntityEntry<AuditEventEntity> Record(this AuthDbContext context, AuditEvent auditEvent, DateTimeOffset at) => context.AuditEvents.Add(new AuditEventEntity
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
