using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.EntityFrameworkCore.Revocation;

internal sealed class RevocationEntryEntityConfiguration : IEntityTypeConfiguration<RevocationEntryEntity>
{
    public void Configure(EntityTypeBuilder<RevocationEntryEntity> builder)
    {
        builder.ToTable("revocation_entries");
        builder.Property(entry => entry.Kind).HasConversion<short>();
        builder.Property(entry => entry.Subject).HasMaxLength(128);
        builder.HasIndex(entry => entry.ExpiresAt);
    }
}
