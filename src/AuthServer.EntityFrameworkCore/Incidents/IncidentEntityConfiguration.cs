using AuthServer.Core.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.EntityFrameworkCore.Incidents;

internal sealed class IncidentEntityConfiguration : IEntityTypeConfiguration<IncidentEntity>
{
    public void Configure(EntityTypeBuilder<IncidentEntity> builder)
    {
        builder.ToTable("incidents");
        builder.Property(incident => incident.Id).ValueGeneratedNever();
        builder.Property(incident => incident.Note).HasMaxLength(AuditEvent.MaximumDetailLength);
        builder.Property(incident => incident.Actor).HasMaxLength(256);
        builder.Property(incident => incident.Ip).HasMaxLength(64);
        builder.Property(incident => incident.UserAgent).HasMaxLength(256);
        builder.Property(incident => incident.State).HasConversion<short>();
        builder.HasIndex(incident => new { incident.CreatedAt, incident.Id });
        builder.HasIndex(incident => incident.State);
    }
}
