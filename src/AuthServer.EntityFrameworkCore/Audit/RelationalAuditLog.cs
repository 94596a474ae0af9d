using AuthServer.Core.Audit;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.EntityFrameworkCore.Audit;

/// <summary>Audit events in the database.</summary>
public sealed class RelationalAuditLog(IDbContextFactory<AuthDbContext> contexts, TimeProvider time) : IAuditLog
{
    public async Task WriteAsync(AuditEvent auditEvent)
    {
        await using var context = await contexts.CreateDbContextAsync();
        context.Record(auditEvent, time.GetUtcNow());
        await context.SaveChangesAsync();
    }
}
