using AuthServer.Core.Activity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.EntityFrameworkCore.Activity;

internal sealed class ActivityCountEntityConfiguration : IEntityTypeConfiguration<ActivityCountEntity>
{
    public void Configure(EntityTypeBuilder<ActivityCountEntity> builder)
    {
        builder.ToTable("activity_counts");
        builder.HasKey(count => new { count.Minute, count.Name });
        builder.Property(count => count.Name).HasMaxLength(ActivityNames.MaximumLength);
    }
}
