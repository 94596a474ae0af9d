using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.EntityFrameworkCore.Incidents;

internal sealed class IncidentTargetEntityConfiguration : IEntityTypeConfiguration<IncidentTargetEntity>
{
    public void Configure(EntityTypeBuilder<IncidentTargetEntity> builder)
    {
        builder.ToTable("incident_targets");
        builder.HasKey(target => new { target.IncidentId, target.Number });
    }
}
