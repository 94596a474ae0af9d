using AuthServer.Core.Audit;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.EntityFrameworkCore.Audit;

/// <summary>Audit events in the database.</summary>
public sealed class RelationalAuditLog(IDbContextFactory<AuthDbContext> contexts, TimeProvider time) : IAuditLog
{
    public async Task WriteAsync(AuditEvent auditEvent)
    {
        await using var context = await contexts.CreateDbContextAsync();
        context.AuditEvents.Add(new AuditEventEntity
        {
            At = time.GetUtcNow(),
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
        await context.SaveChangesAsync();
    }
}
