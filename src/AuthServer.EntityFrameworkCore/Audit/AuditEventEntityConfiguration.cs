using AuthServer.Core.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.EntityFrameworkCore.Audit;

internal sealed class AuditEventEntityConfiguration : IEntityTypeConfiguration<AuditEventEntity>
{
    public void Configure(EntityTypeBuilder<AuditEventEntity> builder)
    {
        builder.ToTable("audit_events");
        builder.Property(auditEvent => auditEvent.Type).HasMaxLength(64);
        builder.Property(auditEvent => auditEvent.Actor).HasMaxLength(256);
        builder.Property(auditEvent => auditEvent.ClientId).HasMaxLength(128);
        builder.Property(auditEvent => auditEvent.Reason).HasMaxLength(64);
        builder.Property(auditEvent => auditEvent.Ip).HasMaxLength(64);
        builder.Property(auditEvent => auditEvent.UserAgent).HasMaxLength(256);
        builder.Property(auditEvent => auditEvent.Detail).HasMaxLength(AuditEvent.MaximumDetailLength);
        builder.HasIndex(auditEvent => new { auditEvent.SessionId, auditEvent.Id });
        builder.HasIndex(auditEvent => new { auditEvent.UserId, auditEvent.Id });
        builder.HasIndex(auditEvent => new { auditEvent.ClientId, auditEvent.Id });
        builder.HasIndex(auditEvent => new { auditEvent.Type, auditEvent.Id });
        builder.HasIndex(auditEvent => new { auditEvent.Actor, auditEvent.Id });
        builder.HasIndex(auditEvent => new { auditEvent.At, auditEvent.Id });
    }
}
