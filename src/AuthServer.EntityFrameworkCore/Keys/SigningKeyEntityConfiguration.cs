using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.EntityFrameworkCore.Keys;

internal sealed class SigningKeyEntityConfiguration : IEntityTypeConfiguration<SigningKeyEntity>
{
    public void Configure(EntityTypeBuilder<SigningKeyEntity> builder)
    {
        builder.ToTable("signing_keys");
        builder.HasKey(key => key.KeyId);
        builder.Property(key => key.KeyId).HasMaxLength(64);
        builder.Property(key => key.Algorithm).HasMaxLength(16);

        // Two nodes that rotate at once add one key.
        builder.HasIndex(key => new { key.Algorithm, key.Number }).IsUnique();
    }
}
