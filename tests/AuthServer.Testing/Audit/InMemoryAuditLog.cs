using AuthServer.Core.Audit;

namespace AuthServer.Testing.Audit;

/// <summary>Audit events in memory.</summary>
public sealed class InMemoryAuditLog(InMemoryDatabase database) : IAuditLog
{
    public Task WriteAsync(AuditEvent auditEvent)
    {
        database.Write(() => database.AuditRecords.Add(AuditRecord.Of(auditEvent)));
        return Task.CompletedTask;
    }
}
