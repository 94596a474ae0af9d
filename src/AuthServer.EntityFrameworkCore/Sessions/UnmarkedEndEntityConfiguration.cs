using AuthServer.Core.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.EntityFrameworkCore.Sessions;

internal sealed class UnmarkedEndEntityConfiguration : IEntityTypeConfiguration<UnmarkedEndEntity>
{
    public void Configure(EntityTypeBuilder<UnmarkedEndEntity> builder)
    {
        builder.ToTable("unmarked_ends");
        builder.Property(end => end.Kind).HasConversion<short>();
        builder.Property(end => end.Subject).HasMaxLength(128);
        builder.Property(end => end.Reason).HasConversion<short>();
        builder.Property(end => end.Actor).HasMaxLength(256);
        builder.Property(end => end.Note).HasMaxLength(AuditEvent.MaximumDetailLength);
        builder.Property(end => end.Ip).HasMaxLength(64);
        builder.Property(end => end.UserAgent).HasMaxLength(256);
        builder.HasIndex(end => new { end.Kind, end.Subject });
    }
}
