using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.EntityFrameworkCore.Artefacts;

internal sealed class OneTimeArtefactEntityConfiguration : IEntityTypeConfiguration<OneTimeArtefactEntity>
{
    public void Configure(EntityTypeBuilder<OneTimeArtefactEntity> builder)
    {
        builder.ToTable("one_time_artefacts");
        builder.HasKey(artefact => new { artefact.Kind, artefact.Hash });
        builder.Property(artefact => artefact.Hash).HasMaxLength(32);
        builder.Property(artefact => artefact.ClientId).HasMaxLength(128);
        builder.Property(artefact => artefact.UserCodeHash).HasMaxLength(32);
        builder.HasIndex(artefact => artefact.UserCodeHash).IsUnique();

        // What no session came of goes when it has expired; what one came of goes with its session.
        builder.HasIndex(artefact => artefact.ExpiresAt).HasFilter("session_id IS NULL");
        builder.HasIndex(artefact => artefact.SessionId).HasFilter("session_id IS NOT NULL");
    }
}
