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
        builder.HasIndex(auditEvent => auditEvent.SessionId);
        builder.HasIndex(auditEvent => auditEvent.UserId);
    }
}
