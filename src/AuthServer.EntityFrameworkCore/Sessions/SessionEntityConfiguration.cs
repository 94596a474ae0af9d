using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.EntityFrameworkCore.Sessions;

internal sealed class SessionEntityConfiguration : IEntityTypeConfiguration<SessionEntity>
{
    public void Configure(EntityTypeBuilder<SessionEntity> builder)
    {
        builder.ToTable("sessions");
        builder.Property(session => session.Id).ValueGeneratedNever();
        builder.Property(session => session.ClientId).HasMaxLength(128);
        builder.Property(session => session.TokenHash).HasMaxLength(32);
        builder.Property(session => session.PredecessorHash).HasMaxLength(32);
        builder.Property(session => session.Salt).HasMaxLength(16);
        builder.Property(session => session.ProofKeyThumbprint).HasMaxLength(64);
        builder.Property(session => session.EndReason).HasConversion<short?>();
        builder.Property(session => session.EndedBy).HasMaxLength(256);
        builder.Property(session => session.Acr).HasMaxLength(256);
        builder.Property(session => session.Amr).HasMaxLength(256);
        builder.Property(session => session.CreatedIp).HasMaxLength(64);
        builder.Property(session => session.CreatedUserAgent).HasMaxLength(256);
        builder.Property(session => session.LastIp).HasMaxLength(64);
        builder.Property(session => session.LastNetwork).HasMaxLength(64);
        builder.Property(session => session.LastUserAgent).HasMaxLength(256);
        builder.Property(session => session.DeviceLabel).HasMaxLength(128);
        builder.HasIndex(session => session.UserId);
        builder.HasIndex(session => session.ClientId);
        builder.HasIndex(session => session.SignInId);
        builder.HasIndex(session => session.LastUsedOn);
    }
}
