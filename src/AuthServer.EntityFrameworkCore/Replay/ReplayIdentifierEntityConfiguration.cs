using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.EntityFrameworkCore.Replay;

internal sealed class ReplayIdentifierEntityConfiguration : IEntityTypeConfiguration<ReplayIdentifierEntity>
{
    public void Configure(EntityTypeBuilder<ReplayIdentifierEntity> builder)
    {
        builder.ToTable("replay_identifiers");
        builder.HasKey(identifier => new { identifier.Kind, identifier.Hash });
        builder.Property(identifier => identifier.Hash).HasMaxLength(32);
        builder.HasIndex(identifier => identifier.ExpiresAt);
    }
}
