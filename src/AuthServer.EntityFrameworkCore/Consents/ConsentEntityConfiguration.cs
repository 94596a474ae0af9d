using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.EntityFrameworkCore.Consents;

internal sealed class ConsentEntityConfiguration : IEntityTypeConfiguration<ConsentEntity>
{
    public void Configure(EntityTypeBuilder<ConsentEntity> builder)
    {
        builder.ToTable("consents");
        builder.HasKey(consent => new { consent.UserId, consent.ClientId });
        builder.Property(consent => consent.ClientId).HasMaxLength(128);
    }
}
