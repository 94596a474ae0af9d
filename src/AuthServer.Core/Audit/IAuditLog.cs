namespace AuthServer.Core.Audit;

/// <summary>Records events that stand alone. What belongs to a write is recorded by that write, in its transaction.</summary>
public interface IAuditLog
{
    Task WriteAsync(AuditEvent auditEvent);
}
